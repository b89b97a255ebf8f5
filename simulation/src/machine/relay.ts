import { type EncodedEvent, type OutboxEntry, toRecord } from '@bistro/kit/runtime'
import type { Process } from './process.ts'

const PUBLISH_LEAST_MS = 1
const PUBLISH_MOST_MS = 12
const RETRY_MOST_MS = 400
const SWEEP_LIMIT_ENTRIES = 500
const LATE_COPY_MOST_MS = 40_000
const SWEEP_MIN_AGE_MS = 5_000
const CRASH = 0.006
const SEND_AGAIN = 0.02
const LATE_COPY = 0.004
const REORDER = 0.04
const SLOW = 0.01
const SLOW_MOST_MS = 6_000

/** Publishes what was committed: from memory, or from the outbox what a crash has left there. */
export class Relay {
  readonly #process: Process
  #pending: OutboxEntry[] = []
  #acknowledged: string[] = []
  #scheduled = false

  constructor(process: Process) {
    this.#process = process
  }

  get hasAcknowledged(): boolean {
    return this.#acknowledged.length > 0
  }

  takeAcknowledged(): string[] {
    return this.#acknowledged.splice(0)
  }

  hand(entry: OutboxEntry): void {
    this.#pending.push(entry)
    const { site } = this.#process
    const { random, faults } = site.ground
    const slow = faults.strikes('delay', SLOW)
    const afterMs = random.between(PUBLISH_LEAST_MS, slow ? SLOW_MOST_MS : PUBLISH_MOST_MS)
    if (slow) site.note(`${eventsOf(entry)} reaches the topic only ${afterMs} ms later`, { fault: true })
    this.#schedule(afterMs)
  }

  /** It is on the topic already. */
  sent(outboxId: string): void {
    this.#acknowledged.push(outboxId)
  }

  forget(): void {
    if (this.#pending.length > 0 || this.#acknowledged.length > 0) this.#sweepLater()
    this.#pending = []
    this.#acknowledged = []
    this.#scheduled = false
  }

  /** Publishes outbox entries that nobody here holds in memory. */
  async sweep(minAgeMs: number): Promise<void> {
    const { store } = this.#process.site
    const held = new Set([...this.#pending.map(({ id }) => id), ...this.#acknowledged])
    const entries = ((await store.unpublished(minAgeMs, SWEEP_LIMIT_ENTRIES)) ?? []).filter(({ id }) => !held.has(id))
    if (entries.length === 0) return
    this.#process.site.note(`the sweeper publishes ${entries.length} transactions left in the outbox`)
    this.send(entries.flatMap(({ events }) => events))
    await store.acknowledge(entries.map(({ id }) => id))
  }

  send(events: readonly EncodedEvent[]): void {
    if (events.length === 0) return
    const { service, ground } = this.#process.site
    for (const event of events) {
      const record = toRecord(service, event)
      ground.log.append(service.topic, record)
      if (ground.faults.strikes('duplicate', LATE_COPY)) this.#copyLate(event)
    }
    ground.appended(service.topic)
  }

  #copyLate(event: EncodedEvent): void {
    const { site } = this.#process
    const { agenda, log, random } = site.ground
    agenda.in(random.between(1, LATE_COPY_MOST_MS), () => {
      site.note(`a late copy of ${event.type} arrives on the topic`, { saga: event.correlationId, fault: true })
      log.append(site.service.topic, toRecord(site.service, event))
      site.ground.appended(site.service.topic)
    })
  }

  #schedule(ms: number): void {
    if (this.#scheduled) return
    this.#scheduled = true
    this.#process.later(ms, () => this.#publish())
  }

  #publish(): void {
    this.#scheduled = false
    const { site } = this.#process
    const { faults, random } = site.ground
    const entries = this.#next()
    const events = entries.flatMap((entry) => entry.events)
    if (faults.strikes('duplicate', SEND_AGAIN)) return this.#sendHalf(events)
    this.send(events)
    if (faults.strikes('crash', CRASH)) return this.#process.crash('between sending and marking')
    this.#pending = this.#pending.filter((entry) => !entries.includes(entry))
    this.#acknowledged.push(...entries.map(({ id }) => id))
    if (this.#pending.length > 0) this.#schedule(random.between(PUBLISH_LEAST_MS, PUBLISH_MOST_MS))
  }

  /** All that is pending; or, where a slow request is overtaken, without the first. */
  #next(): readonly OutboxEntry[] {
    const { site } = this.#process
    if (this.#pending.length < 2 || !site.ground.faults.strikes('reorder', REORDER)) return [...this.#pending]
    site.note(`${eventsOf(this.#pending[0]!)} is overtaken on its way to the topic`, { fault: true })
    return this.#pending.slice(1)
  }

  /** The broker keeps a part and says nothing: everything is sent again. */
  #sendHalf(events: readonly EncodedEvent[]): void {
    const { site } = this.#process
    const { random } = site.ground
    const kept = random.between(1, events.length)
    site.note(`the broker keeps ${kept} events but its answer is lost: they are sent again`, { fault: true })
    this.send(events.slice(0, kept))
    this.#schedule(random.between(PUBLISH_LEAST_MS, RETRY_MOST_MS))
  }

  /** Another process of the service finds it after a while, should this one stay away. */
  #sweepLater(): void {
    const { site } = this.#process
    site.ground.agenda.in(SWEEP_MIN_AGE_MS, () => site.alive[0]?.relay.sweep(SWEEP_MIN_AGE_MS))
  }
}

const eventsOf = ({ events }: OutboxEntry): string => events.map(({ type }) => type).join(', ')
