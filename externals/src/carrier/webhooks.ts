import type { FastifyBaseLogger } from 'fastify'
import type { CarrierSettings } from '../settings.ts'
import { backoffMs } from './backoff.ts'
import type { CarrierEvent } from './parcels.ts'
import { Poster } from './poster.ts'
import { signatureHeaders } from './signature.ts'

const BATCH = '/batch'
/** Requests under way: what is due meanwhile shares the next one, so a busy receiver gets few large ones. */
const MAX_IN_FLIGHT = 4
/** Events in one request; shipping takes as many. */
const MAX_EVENTS = 100
const MS_PER_SECOND = 1_000
/** 429 is no refusal. */
const REFUSED = /^answered 4(?!29)/

interface Sending {
  readonly event: CarrierEvent
  failures: number
  /** Sent by itself, as a request that it was part of was refused. */
  isAlone: boolean
}

type Target = Pick<CarrierSettings, 'webhookUrl' | 'webhookSecrets'>

/**
 * Sends each event until the receiver answers 2xx: at least once, unordered, without a limit of attempts. One event is
 * posted to the receiver's URL, several as `{ events }` to `/batch` below it, signed once.
 */
export class Webhooks {
  readonly #secrets: readonly string[]
  readonly #poster: Poster
  readonly #onAcknowledged: (event: CarrierEvent) => void
  readonly #log: FastifyBaseLogger
  readonly #due: Sending[] = []
  readonly #pauses = new Set<NodeJS.Timeout>()
  readonly #inFlight = new Set<Promise<void>>()
  #closing = false

  constructor(target: Target, log: FastifyBaseLogger, onAcknowledged: (event: CarrierEvent) => void) {
    this.#secrets = target.webhookSecrets
    this.#poster = new Poster(target.webhookUrl, MAX_IN_FLIGHT)
    this.#log = log
    this.#onAcknowledged = onAcknowledged
  }

  add(event: CarrierEvent): void {
    this.#due.push({ event, failures: 0, isAlone: false })
    this.#pump()
  }

  /** Stops sending; resolves when no response is pending. Unsent events stay unsent. */
  async close(): Promise<void> {
    this.#closing = true
    for (const pause of this.#pauses) clearTimeout(pause)
    await this.#poster.close()
    await Promise.all(this.#inFlight)
  }

  #pump(): void {
    while (this.#inFlight.size < MAX_IN_FLIGHT && !this.#closing) {
      const next = this.#take()
      if (next.length === 0) return
      const sent = this.#send(next).finally(() => {
        this.#inFlight.delete(sent)
        this.#pump()
      })
      this.#inFlight.add(sent)
    }
  }

  #take(): readonly Sending[] {
    const until = this.#due.findIndex(({ isAlone }) => isAlone)
    const most = until === -1 ? MAX_EVENTS : Math.min(MAX_EVENTS, Math.max(1, until))
    return this.#due.splice(0, most)
  }

  async #send(sendings: readonly Sending[]): Promise<void> {
    const answer = await this.#post(sendings.map(({ event }) => event))
    for (const sending of sendings) {
      if (answer === 'ok') {
        this.#log.info({ ...namesOf(sending), failures: sending.failures }, 'webhook acknowledged')
        this.#onAcknowledged(sending.event)
      } else if (!this.#closing) this.#repeatLater(sending, answer)
    }
  }

  async #post(events: readonly CarrierEvent[]): Promise<string> {
    const isOne = events.length === 1
    const body = JSON.stringify(isOne ? events[0] : { events })
    const timestampSeconds = Math.floor(Date.now() / MS_PER_SECOND)
    try {
      const headers = signatureHeaders(this.#secrets, timestampSeconds, body)
      const status = await this.#poster.post(isOne ? '' : BATCH, body, headers)
      return status >= 200 && status <= 299 ? 'ok' : `answered ${status}`
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }

  #repeatLater(sending: Sending, reason: string): void {
    sending.failures += 1
    // One of them may be what the receiver refuses: the others must not wait for it.
    sending.isAlone = REFUSED.test(reason)
    const waitMs = Math.round(backoffMs(sending.failures, Math.random()))
    this.#log.warn(
      { ...namesOf(sending), failures: sending.failures, waitMs, reason },
      'webhook failed and will be retried',
    )
    const pause = setTimeout(() => {
      this.#pauses.delete(pause)
      this.#due.push(sending)
      this.#pump()
    }, waitMs)
    this.#pauses.add(pause)
  }
}

const namesOf = ({ event: { shipmentId, attempt, kind } }: Sending) => ({ shipmentId, attempt, kind })
