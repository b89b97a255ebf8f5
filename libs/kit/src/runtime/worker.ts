import type { EffectDefinition } from '../model/owed.ts'
import { effectBackoffMs, isImmediate } from '../model/owed.ts'
import type { OwedRow } from '../model/world.ts'
import type { Parts } from './parts.ts'
import { LEASE_MS } from './store.ts'
import type { Writer } from './writer.ts'

const CLAIM_LIMIT = 500
const MAX_CALLS = 1_000
/** Rows that a crashed process has left are found this late after their lease at the most. */
const POLL_MAX_MS = 1_000

interface Call {
  readonly row: OwedRow
  readonly since: number
}

/** Lets timers fire and calls effects. Each is leased before it is worked on, and its answer takes the common queue. */
export class Worker {
  readonly #parts: Parts
  readonly #writer: Writer
  readonly #calls = new Map<string, Call>()
  #waiting: OwedRow[] = []
  #alarm: NodeJS.Timeout | undefined
  #alarmAt = Number.POSITIVE_INFINITY
  #claiming = false
  #stopped = false

  constructor(parts: Parts, writer: Writer) {
    this.#parts = parts
    this.#writer = writer
  }

  start(): void {
    this.#wakeIn(0)
  }

  /** Takes up what a batch has just set: immediate effects are leased to this process already. */
  take(rows: readonly OwedRow[]): void {
    for (const row of rows)
      if (isImmediate(row)) this.#enqueue({ ...row, attempt: 1 })
      else this.#wakeIn(dueInMs(row))
  }

  /** Prolongs the leases of calls that take long. */
  async renew(): Promise<void> {
    const long = Date.now() - LEASE_MS / 3
    const rows = [...this.#calls.values()].filter(({ since }) => since < long).map(({ row }) => row)
    if (rows.length === 0) return
    await this.#parts.store.postpone(rows, LEASE_MS)
    this.#parts.meter.committed()
  }

  stop(): void {
    this.#stopped = true
    this.#waiting = []
    clearTimeout(this.#alarm)
  }

  #wakeIn(ms: number): void {
    const at = Date.now() + ms
    if (this.#stopped || at >= this.#alarmAt) return
    clearTimeout(this.#alarm)
    this.#alarmAt = at
    this.#alarm = setTimeout(() => this.#claim(), Math.max(0, ms))
  }

  async #claim(): Promise<void> {
    this.#alarmAt = Number.POSITIVE_INFINITY
    if (this.#claiming) return this.#wakeIn(1)
    this.#claiming = true
    let nextInMs = POLL_MAX_MS
    try {
      const claimed = await this.#parts.store.claimDue(CLAIM_LIMIT)
      if (claimed.rows.length > 0) this.#parts.meter.committed()
      for (const row of claimed.rows) row.kind === 'timer' ? this.#fire(row) : this.#enqueue(row)
      nextInMs = Math.min(POLL_MAX_MS, claimed.nextInMs ?? POLL_MAX_MS)
    } catch (error) {
      this.#parts.logger.warn({ reason: (error as Error).message }, 'timers and effects cannot be claimed now')
    } finally {
      this.#claiming = false
    }
    this.#wakeIn(nextInMs)
  }

  #fire({ stream, name, id }: OwedRow): void {
    this.#writer
      .submit({ kind: 'timer', stream, name, id })
      .catch((error: Error) =>
        this.#parts.logger.error({ stream, timer: name, reason: error.message }, 'a timer fails'),
      )
  }

  #enqueue(row: OwedRow): void {
    if (this.#stopped || this.#calls.has(row.id)) return
    if (this.#calls.size >= MAX_CALLS) {
      this.#waiting.push(row)
      return
    }
    this.#calls.set(row.id, { row, since: Date.now() })
    this.#call(row).finally(() => {
      this.#calls.delete(row.id)
      const next = this.#waiting.shift()
      if (next) this.#enqueue(next)
    })
  }

  async #call(row: OwedRow): Promise<void> {
    const { service, ports, meter, logger } = this.#parts
    const definition = service.effects.find((effect) => effect.name === row.name)
    if (!definition) return logger.error({ stream: row.stream, effect: row.name }, 'nobody knows this effect')
    try {
      const answer = await this.#answer(definition, row, ports)
      await this.#writer.submit({ kind: 'answer', ...placeOf(row), attempt: row.attempt, answer })
    } catch (error) {
      meter.called(row.name, 'failed')
      const afterMs = effectBackoffMs(row.attempt, Math.random())
      const fields = { ...placeOf(row), attempt: row.attempt, afterMs, reason: (error as Error).message }
      logger.warn(fields, 'an effect is called again later')
      await this.#postpone(row, afterMs)
    }
  }

  async #answer(definition: EffectDefinition, row: OwedRow, ports: unknown): Promise<unknown> {
    const answer = await definition.call(row.request, ports)
    this.#parts.meter.called(row.name, 'answered')
    return answer
  }

  /** Without it, the lease runs out and the effect is claimed anyway. */
  async #postpone(row: OwedRow, afterMs: number): Promise<void> {
    try {
      await this.#parts.store.postpone([row], afterMs)
      this.#parts.meter.committed()
    } catch (error) {
      this.#parts.logger.warn({ ...placeOf(row), reason: (error as Error).message }, 'an effect waits for its lease')
    }
    this.#wakeIn(afterMs)
  }
}

const placeOf = ({ stream, name, id }: OwedRow): { stream: string; name: string; id: string } => ({ stream, name, id })
const dueInMs = ({ due }: OwedRow): number => ('afterMs' in due ? due.afterMs : Date.parse(due.at) - Date.now())
