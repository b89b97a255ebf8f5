import { publishFromTable } from './from-table.ts'
import type { Parts } from './parts.ts'
import type { Relay } from './relay.ts'
import { Sender } from './sender.ts'
import type { OutboxEntry } from './store.ts'
import { WAL_MARK } from './wal.ts'

/** Events kept in memory while the broker is unavailable; the sweep finds the rest in the outbox. */
const MAX_PENDING_EVENTS = 20_000
const SWEEP_LIMIT_ENTRIES = 500
/** The process that wrote younger entries is still publishing them. */
const SWEEP_MIN_AGE_MS = 5_000

/**
 * Publishes committed events from memory; the next transaction deletes acknowledged entries
 * from the outbox. The sweep publishes what a crash left there.
 */
export class OutboxRelay implements Relay {
  readonly #parts: Parts
  readonly #sender: Sender
  #acknowledged: string[] = []

  constructor(parts: Parts, sends = true) {
    this.#parts = parts
    this.#sender = new Sender(parts, sends, (ids) => this.#acknowledged.push(...ids))
  }

  async start(): Promise<void> {
    await this.takeOver()
    await this.#publishAfterMark()
  }

  /** Publishes what is in the outbox, whatever its age. */
  takeOver(): Promise<void> {
    return this.#sweep(0)
  }

  committed(entry: OutboxEntry): void {
    if (this.#sender.pendingEvents + entry.events.length <= MAX_PENDING_EVENTS) this.#sender.add(entry)
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

  sweep(): Promise<void> {
    return this.#sweep(SWEEP_MIN_AGE_MS)
  }

  stop(): Promise<void> {
    return this.#sender.stop()
  }

  /** Processes that relayed from the write-ahead log have left no outbox entries, but their mark. */
  async #publishAfterMark(): Promise<void> {
    const { store, logger } = this.#parts
    if (!(await store.followedTopics()).includes(WAL_MARK)) return
    const events = await publishFromTable(store, this.#sender)
    await store.unfollow(WAL_MARK)
    logger.info({ events }, 'the relay was BISTRO_RELAY=wal before: published from the table what came after its mark')
  }

  /** Publishes outbox entries that no process holds in memory. */
  async #sweep(minAgeMs: number): Promise<void> {
    const { store, logger, meter } = this.#parts
    const held = new Set(this.#sender.ids)
    const entries = (await store.unpublished(minAgeMs, SWEEP_LIMIT_ENTRIES)) ?? []
    const left = entries.filter(({ id }) => !held.has(id) && !this.#acknowledged.includes(id))
    if (left.length === 0) return
    logger.info({ entries: left.length }, 'publishing events left in the outbox')
    await this.#sender.send(left.flatMap(({ events }) => events))
    await store.acknowledge(left.map(({ id }) => id))
    meter.committed()
  }
}
