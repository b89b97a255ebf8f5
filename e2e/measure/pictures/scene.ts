import { setTimeout as delay } from 'node:timers/promises'
import { arrange, ENDINGS, type Manifest, ORDINARY, reserve, type Wishes } from '@bistro/client'
import { orderIdOf, paymentIdOf } from '@bistro/events'
import { encode, forge, produce } from '../../support/forged.ts'
import { textIn } from '../../support/sagas.ts'

const LOOK_MS = 500
const TIMEOUT_MS = 60_000
/** The versions before it never come: a payment that went well has two. */
const AHEAD = 9

interface Saga {
  readonly status: string
  readonly stuck: boolean
  readonly events: readonly { readonly type: string; readonly time: string }[]
}

/** Makes happen what is to be seen. */
export class Scene {
  readonly #manifest: Manifest

  constructor(manifest: Manifest) {
    this.#manifest = manifest
  }

  async begin(wishes: Wishes): Promise<string> {
    const arranged = await arrange(this.#manifest, wishes)
    return textIn(await reserve(this.#manifest, arranged, wishes), 'reservationId')
  }

  /** Resolves when the saga has ended, and its undoing with it. */
  async play(wishes: Wishes): Promise<string> {
    const id = await this.begin(wishes)
    const isQuiet = ({ status, events }: Saga) =>
      status !== 'open' && events.some(({ type }) => type === 'CreditDebited' || type === 'CreditReleased')
    await this.until(id, isQuiet)
    return id
  }

  /** One guest for each ending that a card, a credit or an address decides. */
  async crowd({ isOver = true } = {}): Promise<void> {
    const guests = ENDINGS.filter(({ answer, wishes }) => answer.status === 202 && !isUnhappyForGood(wishes))
    const ids = await Promise.all(guests.map(({ wishes }) => this.begin({ ...ORDINARY, ...wishes })))
    if (isOver) await Promise.all(ids.map((id) => this.until(id, ({ status }) => status !== 'open')))
  }

  /** A record of a later version comes before its predecessors: its reader parks it. */
  async forgeAhead(reservationId: string): Promise<void> {
    const stream = orderIdOf(reservationId)
    const data = { orderId: stream, reservationId, paymentId: paymentIdOf(stream), reason: 'refused' }
    const value = await encode(this.#manifest, 'payment', 'PaymentFailed', data)
    await produce(this.#manifest, 'payment', [forge('payment', 'PaymentFailed', { stream, version: AHEAD, value })])
  }

  async breakOnPurpose(plan: object): Promise<void> {
    const { services, operator } = this.#manifest
    const headers = { authorization: `Bearer ${operator.token}`, 'content-type': 'application/json' }
    const request = { method: 'PUT', headers, body: JSON.stringify(plan) }
    await Promise.all(Object.values(services).map(({ url }) => fetch(`${url}/faults`, request)))
  }

  async timeOf(reservationId: string, type: string): Promise<string> {
    const event = (await this.#saga(reservationId)).events.find((each) => each.type === type)
    if (!event) throw new Error(`saga ${reservationId} has no event ${type}`)
    return event.time
  }

  /** @throws where it does not come to that within a minute */
  async until(reservationId: string, isSo: (saga: Saga) => boolean): Promise<void> {
    const endMs = Date.now() + TIMEOUT_MS
    while (!isSo(await this.#saga(reservationId))) {
      if (Date.now() > endMs) throw new Error(`saga ${reservationId} has not come so far within ${TIMEOUT_MS} ms`)
      await delay(LOOK_MS)
    }
  }

  async #saga(reservationId: string): Promise<Saga> {
    const { gateway, operator } = this.#manifest
    const headers = { authorization: `Bearer ${operator.token}` }
    const saga = (await (await fetch(`${gateway?.url}/api/sagas/${reservationId}`, { headers })).json()) as Saga
    return { ...saga, events: saga.events ?? [] }
  }
}

/** They wait for an operator, or for minutes: the pictures of what goes well show neither. */
const isUnhappyForGood = ({ cardToken = '' }: Partial<Wishes>): boolean =>
  ['tok_refund_never', 'tok_never', 'tok_charged_silently'].includes(cardToken)
