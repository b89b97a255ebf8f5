import { setTimeout as delay } from 'node:timers/promises'
import { arrange, ENDINGS, type Manifest, ORDINARY, reserve, type Wishes } from '@bistro/client'
import { orderIdOf, paymentIdOf } from '@bistro/events'
import { gatewayOf } from '../../support/door.ts'
import { breakOnPurpose, type Plan } from '../../support/faults.ts'
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

  breakOnPurpose(plan: Plan): Promise<void> {
    return breakOnPurpose(this.#manifest, plan)
  }

  async timeOf(reservationId: string, type: string): Promise<string> {
    const event = (await this.#saga(reservationId))?.events.find((each) => each.type === type)
    if (!event) throw new Error(`saga ${reservationId} has no event ${type}`)
    return event.time
  }

  /** @throws where it does not come to that within a minute */
  async until(reservationId: string, isSo: (saga: Saga) => boolean): Promise<void> {
    const endMs = Date.now() + TIMEOUT_MS
    const look = async () => {
      const saga = await this.#saga(reservationId)
      return saga !== undefined && isSo(saga)
    }
    while (!(await look())) {
      if (Date.now() > endMs) throw new Error(`saga ${reservationId} has not come so far within ${TIMEOUT_MS} ms`)
      await delay(LOOK_MS)
    }
  }

  /** Undefined until the gateway has heard of it. */
  async #saga(reservationId: string): Promise<Saga | undefined> {
    const params = { path: { reservationId } }
    return (await gatewayOf(this.#manifest).GET('/api/sagas/{reservationId}', { params })).data
  }
}

/** They wait for an operator, or for minutes: the pictures of what goes well show neither. */
const isUnhappyForGood = ({ cardToken = '' }: Partial<Wishes>): boolean =>
  ['tok_refund_never', 'tok_never', 'tok_charged_silently'].includes(cardToken)
