import { sleep } from './clock.ts'
import { toRecord } from './envelope.ts'
import type { Parts } from './parts.ts'
import { publish } from './publishing.ts'
import type { EncodedEvent, OutboxEntry } from './store.ts'

const MAX_SEND_EVENTS = 1_000
const RETRY_FIRST_MS = 100
const RETRY_MAX_MS = 2_000

/** Sends the events of committed transactions in the order in which it gets them, until the broker has acknowledged them. */
export class Sender {
  readonly #parts: Parts
  /** False if the topic is retired or a backfill publishes it: nothing is sent, and all counts as acknowledged. */
  readonly #sends: boolean
  readonly #acknowledged: (ids: readonly string[]) => void
  #pending: OutboxEntry[] = []
  #running: Promise<void> | undefined
  #stopped = false
  /** Number of events that wait. */
  pendingEvents = 0

  constructor(parts: Parts, sends: boolean, acknowledged: (ids: readonly string[]) => void) {
    this.#parts = parts
    this.#sends = sends
    this.#acknowledged = acknowledged
  }

  add(entry: OutboxEntry): void {
    this.#pending.push(entry)
    this.pendingEvents += entry.events.length
    this.#running ??= this.#run()
  }

  /** Entries that wait. */
  get ids(): string[] {
    return this.#pending.map(({ id }) => id)
  }

  /** Waits until pending entries are published, but not for an unavailable broker. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running
  }

  /** Forgets what it has not begun to send, and waits for the rest: the entries will be added again. */
  async abandon(): Promise<void> {
    this.#pending = []
    await this.stop()
  }

  async send(events: readonly EncodedEvent[]): Promise<void> {
    const { service, meter, logger } = this.#parts
    if (!this.#sends || service.topic === undefined || events.length === 0) return
    await publish(
      this.#parts,
      service.topic,
      events.map((event) => toRecord(service, event)),
    )
    meter.relayed(events.length)
    for (const { type, stream, version, correlationId } of events)
      logger.info({ saga: correlationId, stream, version, type }, 'published')
  }

  async #run(): Promise<void> {
    for (let attempt = 1; this.#pending.length > 0; ) {
      const entries = this.#next()
      try {
        await this.send(entries.flatMap(({ events }) => events))
        this.#pending.splice(0, entries.length)
        this.pendingEvents -= entries.reduce((sum, entry) => sum + entry.events.length, 0)
        this.#acknowledged(entries.map(({ id }) => id))
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
}
