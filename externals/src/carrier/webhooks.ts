import type { FastifyBaseLogger } from 'fastify'
import type { CarrierSettings } from '../settings.ts'
import { backoffMs } from './backoff.ts'
import type { CarrierEvent } from './parcels.ts'
import { Poster } from './poster.ts'
import { signatureHeaders } from './signature.ts'

const MAX_IN_FLIGHT = 512
const MS_PER_SECOND = 1_000

interface Sending {
  readonly event: CarrierEvent
  failures: number
}

type Target = Pick<CarrierSettings, 'webhookUrl' | 'webhookSecrets'>

/** Sends each event until the receiver answers 2xx: at least once, unordered, without a limit of attempts. */
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
    this.#due.push({ event, failures: 0 })
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
      const next = this.#due.shift()
      if (!next) return
      const sent = this.#send(next).finally(() => {
        this.#inFlight.delete(sent)
        this.#pump()
      })
      this.#inFlight.add(sent)
    }
  }

  async #send(sending: Sending): Promise<void> {
    const { event } = sending
    const answer = await this.#post(event)
    if (answer === 'ok') {
      const { shipmentId, attempt, kind } = event
      this.#log.info({ shipmentId, attempt, kind, failures: sending.failures }, 'webhook acknowledged')
      this.#onAcknowledged(event)
    } else if (!this.#closing) this.#repeatLater(sending, answer)
  }

  async #post(event: CarrierEvent): Promise<string> {
    const body = JSON.stringify(event)
    const timestampSeconds = Math.floor(Date.now() / MS_PER_SECOND)
    try {
      const status = await this.#poster.post(body, signatureHeaders(this.#secrets, timestampSeconds, body))
      return status >= 200 && status <= 299 ? 'ok' : `answered ${status}`
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }

  #repeatLater(sending: Sending, reason: string): void {
    sending.failures += 1
    const waitMs = Math.round(backoffMs(sending.failures, Math.random()))
    const { shipmentId, attempt, kind } = sending.event
    this.#log.warn(
      { shipmentId, attempt, kind, failures: sending.failures, waitMs, reason },
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
