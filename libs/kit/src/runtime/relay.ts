import { sleep } from './clock.ts'
import { toRecord } from './envelope.ts'
import type { Parts } from './parts.ts'
import { publish } from './publishing.ts'
import type { OutboxEntry } from './store.ts'

const MAX_SEND_EVENTS = 1_000
/** Events kept in memory while the broker is unavailable; the sweep finds the rest in the outbox. */
const MAX_PENDING_EVENTS = 20_000
const RETRY_FIRST_MS = 100
const RETRY_MAX_MS = 2_000
const SWEEP_LIMIT_ENTRIES = 500
/** The process that wrote younger entries is still publishing them. */
const SWEEP_MIN_AGE_MS = 5_000

/**
 * Publishes committed events from memory; the next transaction deletes acknowledged entries
 * from the outbox. The sweep publishes what a crash left there. Copies are possible, loss is not.
 */
export class Relay {
  readonly #parts: Parts
  /** False if the topic is retired or a backfill publishes it: nothing is sent, and all counts as acknowledged. */
  readonly #sends: boolean
  #pending: OutboxEntry[] = []
  #pendingEvents = 0
  #acknowledged: string[] = []
  #running: Promise<void> | undefined
  #stopped = false

  constructor(parts: Parts, sends = true) {
    this.#parts = parts
    this.#sends = sends
  }

  hand(entry: OutboxEntry): void {
    if (this.#pendingEvents + entry.events.length > MAX_PENDING_EVENTS) return
    this.#pending.push(entry)
    this.#pendingEvents += entry.events.length
    this.#running ??= this.#run()
  }

  takeAcknowledged(): string[] {
    return this.#acknowledged.splice(0)
  }

  putBackAcknowledged(ids: readonly string[]): void {
    this.#acknowledged.push(...ids)
  }

  get hasAcknowledged(): boolean {
    return this.#acknowledged.length > 0
  }

  /** Publishes outbox entries that no process holds in memory. At start there is no minimum age. */
  async sweep(minAgeMs = SWEEP_MIN_AGE_MS): Promise<void> {
    const held = new Set(this.#pending.map(({ id }) => id))
    const entries = (await this.#parts.store.unpublished(minAgeMs, SWEEP_LIMIT_ENTRIES)) ?? []
    const left = entries.filter(({ id }) => !held.has(id) && !this.#acknowledged.includes(id))
    if (left.length === 0) return
    this.#parts.logger.info({ entries: left.length }, 'publishing events left in the outbox')
    await this.#send(left)
    await this.#parts.store.acknowledge(left.map(({ id }) => id))
    this.#parts.meter.committed()
  }

  /** Waits until pending entries are published, but not for an unavailable broker. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running
  }

  async #run(): Promise<void> {
    for (let attempt = 1; this.#pending.length > 0; ) {
      const entries = this.#next()
      try {
        await this.#send(entries)
        this.#pending.splice(0, entries.length)
        this.#pendingEvents -= entries.reduce((sum, entry) => sum + entry.events.length, 0)
        this.#acknowledged.push(...entries.map(({ id }) => id))
        attempt = 1
      } catch {
        if (this.#stopped) break
        await sleep(this.#parts.clock, Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * attempt))
        attempt += 1
      }
    }
    this.#running = undefined
  }

  #next(): OutboxEntry[] {
    let events = 0
    const end = this.#pending.findIndex((entry, index) => {
      events += entry.events.length
      return index > 0 && events > MAX_SEND_EVENTS
    })
    return end === -1 ? [...this.#pending] : this.#pending.slice(0, end)
  }

  async #send(entries: readonly OutboxEntry[]): Promise<void> {
    const { service, meter } = this.#parts
    if (!this.#sends || service.topic === undefined) return
    const events = entries.flatMap((entry) => entry.events)
    await publish(
      this.#parts,
      service.topic,
      events.map((event) => toRecord(service, event)),
    )
    meter.relayed(events.length)
    for (const { type, stream, version, correlationId } of events)
      this.#parts.logger.info({ saga: correlationId, stream, version, type }, 'published')
  }
}
