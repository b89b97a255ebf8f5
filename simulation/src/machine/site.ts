import type { PendingRow, Service } from '@bistro/kit'
import {
  type Changes,
  type Committed,
  type EncodedEvent,
  type Logger,
  type OutgoingRecord,
  type Transaction,
  toRecord,
} from '@bistro/kit/runtime'
import { Database } from './database.ts'
import type { Ground } from './ground.ts'
import type { Life } from './life.ts'
import { Process } from './process.ts'
import type { Remark } from './trace.ts'

const FOREVER_MS = 1_000_000_000
const AGAIN_MS = 50

type Load = Parameters<Transaction['load']>

/** One service: its database and its processes. It also removes the safety nets that a break switches off. */
export class Site {
  readonly service: Service
  readonly ground: Ground
  readonly database: Database
  readonly processes: readonly Process[]
  readonly logger: Logger
  /** When a process or the database was last down. */
  lastDownMs = 0
  /** The process that has set each timer, if timers are not durable. */
  readonly #setters = new Map<string, Life>()
  /** Every effect that was ever pending, if late responses are applied. */
  readonly #pending = new Map<string, PendingRow>()
  /** The outbox entry of each event id, if events are marked as published before they are sent. */
  readonly #outbox = new Map<string, string>()

  constructor(service: Service, ground: Ground, members: number) {
    this.service = service
    this.ground = ground
    this.database = new Database(ground.agenda)
    this.logger = {
      info: () => {},
      warn: (_, text) => this.note(text),
      error: (fields, text) => ground.violated(`${service.name}: ${text} ${JSON.stringify(fields)}`),
    }
    this.processes = Array.from({ length: members }, (_, index) => new Process(this, index + 1))
  }

  get name(): string {
    return this.service.name
  }

  publishes(aggregate: string): boolean {
    return this.service.aggregates.some(({ name, visibility }) => name === aggregate && visibility === 'published')
  }

  get up(): readonly Process[] {
    return this.processes.filter(({ isUp }) => isUp)
  }

  note(what: string, more?: Remark): void {
    this.ground.trace.note(this.ground.agenda.nowMs, this.name, what, more)
  }

  goesDown(): void {
    this.lastDownMs = this.ground.agenda.nowMs
  }

  ups(): void {
    this.lastDownMs = this.ground.agenda.nowMs
    this.note('a process is up')
  }

  failDatabaseFor(ms: number): void {
    const { agenda } = this.ground
    this.database.failFor(ms)
    this.lastDownMs = agenda.nowMs + ms
    // The recovery is an event: the run is not at rest before it, nor before what was retried meanwhile is stored.
    agenda.in(ms, () => {})
  }

  committed(changes: Changes, { outboxId }: Committed, life: Life): void {
    const { agenda, nets } = this.ground
    agenda.stir()
    for (const { key, after } of changes.unit.pending.changes()) {
      if (!after) continue
      if (!nets.durableTimers && after.kind === 'timer') this.#setters.set(after.id, life)
      if (!nets.lateAnswersDropped) this.#pending.set(key, { ...after, attempt: 1 })
      if (!nets.leasesEnd) void this.database.store.postpone([{ ...after, attempt: 1 }], FOREVER_MS)
    }
    if (!nets.markAfterSend && outboxId) for (const { id } of changes.events) this.#outbox.set(id, outboxId)
    this.ground.committed(this, changes.unit)
  }

  /** @returns the claimed rows that the process may work on */
  async claimed(rows: readonly PendingRow[], life: Life): Promise<readonly PendingRow[]> {
    const { nets } = this.ground
    if (!nets.leasesEnd) await this.database.store.postpone(rows, FOREVER_MS)
    if (!nets.lateAnswersDropped) for (const row of rows) this.#pending.set(`${row.stream}|${row.name}`, row)
    if (nets.durableTimers) return rows
    const isOwn = ({ kind, id }: PendingRow): boolean => kind === 'effect' || this.#setters.get(id) === life
    const others = rows.filter((row) => !isOwn(row) && this.#setters.get(row.id)?.isOver === false)
    await this.database.store.postpone(others, AGAIN_MS)
    return rows.filter(isOwn)
  }

  loaded(needs: Load[0], unit: Load[1]): void {
    if (this.ground.nets.lateAnswersDropped) return
    for (const key of needs.pending) {
      const late = this.#pending.get(key)
      if (late?.kind === 'effect' && unit.pending.get(key) === null) unit.pending.load(key, late)
    }
  }

  publish(events: readonly EncodedEvent[]): void {
    const records = events.filter(({ published }) => published).map((event) => toRecord(this.service, event))
    if (this.service.topic !== undefined) void this.ground.broker.append(this.service.topic, records)
  }

  async mark(records: readonly OutgoingRecord[]): Promise<void> {
    const ids = records.map(({ headers }) => this.#outbox.get(headers.ce_id ?? '')).filter((id) => id !== undefined)
    await this.database.store.acknowledge(ids)
  }
}
