import type { PendingRow, UnitOfWork } from '../model/unit-of-work.ts'
import type { Life } from './life.ts'

const MS_DIGITS = 12

/** What a process without a safety net remembers, in memory only. */
export class Memory {
  /** The process that has set each timer, while timers are not durable. */
  readonly #setters = new Map<string, Life>()
  /** Every effect that was pending, while late responses are applied. */
  readonly #effects = new Map<string, PendingRow>()
  /** The outbox entry of each event id, while events are marked as published before they are sent. */
  readonly #outbox = new Map<string, string>()
  /** When timers were set that the process keeps although it did not note them: before its net was removed. */
  #kept = { fromMs: 0, toMs: 0 }

  /** Forgets what a removed net has left. @param fromMs when the process began: it has set the timers since then */
  begin(fromMs: number, toMs: number): void {
    for (const map of [this.#setters, this.#effects, this.#outbox]) map.clear()
    this.#kept = { fromMs, toMs }
  }

  setTimer(row: PendingRow, life: Life): void {
    if (row.kind === 'timer') this.#setters.set(row.id, life)
  }

  /** Effects are called anyway. */
  isOwn({ kind, id }: PendingRow, life: Life): boolean {
    if (kind === 'effect' || this.#setters.get(id) === life) return true
    const setMs = Number.parseInt(id.replaceAll('-', '').slice(0, MS_DIGITS), 16)
    return setMs >= this.#kept.fromMs && setMs < this.#kept.toMs
  }

  /** Whether a process that still lives has set the timer. */
  isSet({ id }: PendingRow): boolean {
    return this.#setters.get(id)?.isOver === false
  }

  noteEffect(key: string, row: PendingRow): void {
    if (row.kind === 'effect') this.#effects.set(key, row)
  }

  /** Puts effects back that are not pending any more. */
  recall(keys: Iterable<string>, unit: UnitOfWork): void {
    for (const key of keys) {
      const late = this.#effects.get(key)
      if (late && unit.pending.get(key) === null) unit.pending.load(key, late)
    }
  }

  noteOutbox(eventId: string, entry: string): void {
    this.#outbox.set(eventId, entry)
  }

  /** The outbox entries of these events. */
  outboxOf(eventIds: readonly string[]): string[] {
    return eventIds.flatMap((id) => this.#outbox.get(id) ?? [])
  }
}
