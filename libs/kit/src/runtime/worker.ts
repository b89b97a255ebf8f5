import type { Input } from '../model/input.ts'
import { CallFailed, CallRefused, NOTHING_YET, type NothingYet, reasonOf } from '../model/outside.ts'
import type { Backoff, EffectDefinition } from '../model/pending.ts'
import { EFFECT_BACKOFF, effectBackoffMs, isImmediate } from '../model/pending.ts'
import type { PendingRow } from '../model/unit-of-work.ts'
import type { Timer } from './clock.ts'
import { Outside } from './outside.ts'
import type { Parts } from './parts.ts'
import { sagaOf } from './saga-of.ts'
import { LEASE_MS } from './store.ts'
import type { Writer } from './writer.ts'

/** Health name of the database, as the worker reports it. */
const DATABASE = 'the database (timers and effects)'
const CLAIM_LIMIT = 500
const MAX_CALLS = 1_000
/** Maximum delay, after their lease, of rows that a crashed process left. */
const POLL_MAX_MS = 1_000
/** Waiting calls that are made at once when a system responds again; the others follow with their back-off. */
const HASTENED_CALLS = 2_000
/** A failing effect is logged at its attempts 1, 4, 16 and so on. */
const TOLD_EVERY_TIMES = 4

interface InHand {
  readonly row: PendingRow
  readonly since: number
}

/** Fires timers and calls effects. Each is leased first; the result goes through the writer's queue. */
export class Worker {
  readonly #parts: Parts
  readonly #writer: Writer
  readonly #outside: Outside
  readonly #startAgain: readonly string[]
  readonly #calls = new Map<string, InHand>()
  readonly #firing = new Map<string, InHand>()
  /** Effects beyond `MAX_CALLS`, in order. */
  readonly #waiting = new Map<string, InHand>()
  #alarm: Timer | undefined
  #alarmAt = Number.POSITIVE_INFINITY
  #claiming = false
  #stopped = false
  #lacksDatabase = false

  constructor(parts: Parts, writer: Writer) {
    this.#parts = parts
    this.#writer = writer
    this.#outside = new Outside(parts.health, parts.clock, parts.service.effects)
    this.#startAgain = parts.service.timers.filter(({ startsAgain }) => startsAgain).map(({ name }) => name)
  }

  start(): void {
    this.#wakeIn(0)
  }

  /** Takes rows that a batch has just set: immediate effects are already leased to this process. */
  take(rows: readonly PendingRow[]): void {
    for (const row of rows)
      if (isImmediate(row)) this.#begin({ ...row, attempt: 1 })
      else this.#wakeIn(dueInMs(row, this.#parts.clock.now()))
  }

  /** Extends leases of long work, and tries unavailable systems. */
  async renew(): Promise<void> {
    const now = this.#parts.clock.monotonic()
    const inHand = [...this.#calls.values(), ...this.#waiting.values(), ...this.#firing.values()]
    const rows = inHand.filter(({ since }) => since < now - LEASE_MS / 3).map(({ row }) => row)
    if (rows.length > 0) {
      await this.#parts.store.postpone(rows, LEASE_MS)
      this.#parts.meter.committed()
    }
    for (const effects of this.#outside.toProbe(now)) await this.#hasten(effects, 1)
  }

  stop(): void {
    this.#stopped = true
    this.#waiting.clear()
    this.#alarm?.cancel()
  }

  #wakeIn(ms: number): void {
    const at = this.#parts.clock.monotonic() + ms
    if (this.#stopped || at >= this.#alarmAt) return
    this.#alarm?.cancel()
    this.#alarmAt = at
    this.#alarm = this.#parts.clock.after(Math.max(0, ms), () => this.#claim())
  }

  async #claim(): Promise<void> {
    this.#alarmAt = Number.POSITIVE_INFINITY
    if (this.#claiming) return this.#wakeIn(1)
    this.#claiming = true
    let nextInMs = POLL_MAX_MS
    try {
      const claimed = await this.#parts.store.claimDue(CLAIM_LIMIT, this.#startAgain)
      if (this.#lacksDatabase) this.#parts.health.recovered(DATABASE)
      this.#lacksDatabase = false
      if (claimed.rows.length > 0) this.#parts.meter.committed()
      for (const row of claimed.rows) this.#begin(row)
      nextInMs = Math.min(POLL_MAX_MS, claimed.nextInMs ?? POLL_MAX_MS)
    } catch (error) {
      this.#lacksDatabase = true
      this.#parts.health.failed(DATABASE, reasonOf(error))
    } finally {
      this.#claiming = false
    }
    this.#wakeIn(nextInMs)
  }

  /** A claimed row that is still in progress has lost its lease: only one of the two attempts counts. */
  #begin(row: PendingRow): void {
    const isTimer = row.kind === 'timer'
    const inHand = isTimer ? this.#firing : this.#calls
    if (this.#stopped || inHand.has(row.id) || this.#waiting.has(row.id)) return
    const taken = { row, since: this.#parts.clock.monotonic() }
    if (!isTimer && inHand.size >= MAX_CALLS) return void this.#waiting.set(row.id, taken)
    inHand.set(row.id, taken)
    this.#try(row).finally(() => {
      inHand.delete(row.id)
      if (!isTimer) this.#beginNext()
    })
  }

  #beginNext(): void {
    const [next] = this.#waiting.values()
    if (!next) return
    this.#waiting.delete(next.row.id)
    this.#begin(next.row)
  }

  async #try(row: PendingRow): Promise<void> {
    const definition = this.#parts.service.effects.find((effect) => effect.name === row.name)
    try {
      if (row.kind === 'timer') await this.#fire(row)
      else if (definition) await this.#call(definition, row)
      else throw new Error('unknown effect: this version of the service does not define it')
    } catch (error) {
      const reason = reasonOf(error)
      this.#tell(row, reason, definition)
      const { retryAfterMs } = error instanceof CallFailed ? error : { retryAfterMs: 0 }
      await this.#again(row, reason, definition?.backoff, retryAfterMs)
    }
  }

  async #fire({ stream, name, id }: PendingRow): Promise<void> {
    if (!this.#parts.service.timers.some((timer) => timer.name === name))
      throw new Error('unknown timer: this version of the service does not define it')
    await this.#writer.submit({ kind: 'timer', stream, name, id })
  }

  async #call(definition: EffectDefinition, row: PendingRow): Promise<void> {
    const input = await this.#ask(definition, row)
    if (input === NOTHING_YET) return this.#again(row, null, definition.backoff)
    await this.#writer.submit(input)
    if (row.lastError !== undefined) this.#say('info', row, {}, 'an effect that failed before is settled')
  }

  /** @returns the call's result as an input */
  async #ask(definition: EffectDefinition, row: PendingRow): Promise<Input | NothingYet> {
    const { ports, meter } = this.#parts
    const place = { ...placeOf(row), attempt: row.attempt }
    try {
      const answer = await definition.call(row.request, ports)
      meter.called(row.name, 'answered')
      this.#heardOf(definition)
      return answer === NOTHING_YET ? answer : { kind: 'answer', ...place, answer }
    } catch (error) {
      meter.called(row.name, 'failed')
      if (error instanceof CallRefused) this.#heardOf(definition)
      else this.#outside.failed(definition, error)
      if (!(error instanceof CallRefused) || !definition.refused) throw error
      this.#say('warn', row, { reason: error.message }, 'an effect is refused permanently')
      return { kind: 'refusal', ...place, reason: error.message }
    }
  }

  /** The system responds: its waiting calls become due. */
  #heardOf(definition: EffectDefinition): void {
    const effects = this.#outside.answered(definition)
    if (effects.length > 0) this.#hasten(effects, HASTENED_CALLS).catch(() => this.#wakeIn(0))
  }

  async #hasten(effects: readonly string[], limit: number): Promise<void> {
    await this.#parts.store.hasten(effects, limit)
    this.#parts.meter.committed()
    this.#wakeIn(0)
  }

  /** Does not log single calls of a system that is reported as unavailable. */
  #tell(row: PendingRow, reason: string, definition: EffectDefinition | undefined): void {
    if (definition && this.#outside.isAway(definition)) return
    if (!isTold(row.attempt)) return
    const what = row.kind === 'timer' ? 'a timer' : 'an effect'
    this.#say('warn', row, { reason }, `${what} failed and is retried later`)
  }

  #say(level: 'info' | 'warn', row: PendingRow, fields: object, text: string): void {
    const place = { ...placeOf(row), attempt: row.attempt }
    void sagaOf(this.#parts, row.stream).then((saga) => this.#parts.logger[level]({ ...place, saga, ...fields }, text))
  }

  /** If that cannot be stored, the lease expires and the row is claimed again; the claim then reports the database. */
  async #again(row: PendingRow, error: string | null, backoff?: Backoff, leastMs = 0): Promise<void> {
    const afterMs = Math.max(
      leastMs,
      effectBackoffMs(row.attempt, this.#parts.random.fraction(), backoff ?? EFFECT_BACKOFF),
    )
    try {
      await this.#parts.store.fail(row, afterMs, error)
      this.#parts.meter.committed()
      this.#wakeIn(afterMs)
    } catch {
      this.#wakeIn(0)
    }
  }
}

const isTold = (attempt: number): boolean => {
  let told = 1
  while (told < attempt) told *= TOLD_EVERY_TIMES
  return told === attempt
}

const placeOf = ({ stream, name, id }: PendingRow): { stream: string; name: string; id: string } => ({
  stream,
  name,
  id,
})
const dueInMs = ({ due }: PendingRow, nowMs: number): number =>
  'afterMs' in due ? due.afterMs : Date.parse(due.at) - nowMs
