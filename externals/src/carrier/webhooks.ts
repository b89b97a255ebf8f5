import type { FastifyBaseLogger } from 'fastify'
import type { CarrierSettings } from '../settings.ts'
import { backoffMs } from './backoff.ts'
import type { CarrierEvent } from './parcels.ts'
import { signatureHeaders } from './signature.ts'

const MAX_IN_FLIGHT = 32
const ANSWER_TIMEOUT_MS = 5_000

interface Sending {
  readonly event: CarrierEvent
  failures: number
}

type Target = Pick<CarrierSettings, 'webhookUrl' | 'webhookSecrets'>

/** Sends each event until the receiver answers 2xx: at least once, in no promised order, without an end. */
export class Webhooks {
  readonly #target: Target
  readonly #onAcknowledged: (event: CarrierEvent) => void
  readonly #log: FastifyBaseLogger
  readonly #due: Sending[] = []
  readonly #pauses = new Set<NodeJS.Timeout>()
  readonly #inFlight = new Set<Promise<void>>()
  readonly #closing = new AbortController()

  constructor(target: Target, log: FastifyBaseLogger, onAcknowledged: (event: CarrierEvent) => void) {
    this.#target = target
    this.#log = log
    this.#onAcknowledged = onAcknowledged
  }

  add(event: CarrierEvent): void {
    this.#due.push({ event, failures: 0 })
    this.#pump()
  }

  /** Stops sending; resolves when no answer is awaited any more. What is unsent stays so. */
  async close(): Promise<void> {
    this.#closing.abort()
    for (const pause of this.#pauses) clearTimeout(pause)
    await Promise.all(this.#inFlight)
  }

  #pump(): void {
    while (this.#inFlight.size < MAX_IN_FLIGHT && !this.#closing.signal.aborted) {
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
    } else if (!this.#closing.signal.aborted) this.#repeatLater(sending, answer)
  }

  async #post(event: CarrierEvent): Promise<string> {
    const body = JSON.stringify(event)
    const { webhookUrl, webhookSecrets } = this.#target
    const signature = signatureHeaders(webhookSecrets, Math.floor(Date.now() / 1_000), body)
    try {
      const answer = await fetch(webhookUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...signature },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
      })
      // Read to its end: only then is the connection free for the next.
      await answer.arrayBuffer()
      return answer.ok ? 'ok' : `answered ${answer.status}`
    } catch (error) {
      return reasonOf(error)
    }
  }

  #repeatLater(sending: Sending, reason: string): void {
    sending.failures += 1
    const waitMs = Math.round(backoffMs(sending.failures, Math.random()))
    const { shipmentId, attempt, kind } = sending.event
    this.#log.warn(
      { shipmentId, attempt, kind, failures: sending.failures, waitMs, reason },
      'webhook will be repeated',
    )
    const pause = setTimeout(() => {
      this.#pauses.delete(pause)
      this.#due.push(sending)
      this.#pump()
    }, waitMs)
    this.#pauses.add(pause)
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error && error.cause.message ? error.cause.message : error.message
}
