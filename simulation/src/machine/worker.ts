import {
  CallRefused,
  type EffectDefinition,
  effectBackoffMs,
  type Input,
  isImmediate,
  NOTHING_YET,
  type OwedRow,
} from '@bistro/kit'
import { LEASE_MS } from '@bistro/kit/runtime'
import type { Fault } from '../faults.ts'
import { NoAnswer } from './no-answer.ts'
import type { Process } from './process.ts'

const CLAIM_LIMIT = 500
const ANSWER_LEAST_MS = 1
const ANSWER_MOST_MS = 20
const ON_TIME_MS = 20
const LATE_MOST_MS = 3_000
const EARLY_MOST_MS = 4_000
const LATE = 0.05
const EARLY = 0.05
const LOSE_REQUEST = 0.03
const LOSE_ANSWER = 0.05

/** Lets timers fire and calls effects, each leased before it is worked on. */
export class Worker {
  readonly #process: Process
  readonly #calls = new Set<string>()
  /** Timers that this process has set itself, where timers are not durable. */
  readonly #ownTimers = new Set<string>()
  #alarmMs = Number.POSITIVE_INFINITY

  constructor(process: Process) {
    this.#process = process
  }

  /** Takes up what a batch has just set. */
  take(rows: readonly OwedRow[]): void {
    for (const row of rows) {
      if (row.kind === 'timer') this.#ownTimers.add(row.id)
      if (isImmediate(row)) this.#call({ ...row, attempt: 1 })
      else this.wake(this.#dueInMs(row))
    }
  }

  forget(): void {
    this.#calls.clear()
    this.#ownTimers.clear()
    this.#alarmMs = Number.POSITIVE_INFINITY
  }

  /** Looks for what is due after so long. */
  wake(ms: number): void {
    const { agenda, random, faults } = this.#process.site.ground
    if (agenda.nowMs + ms >= this.#alarmMs) return
    const late = faults.strikes('timers', LATE)
    const lateMs = random.between(0, late ? LATE_MOST_MS : ON_TIME_MS)
    if (late) this.#process.site.note(`timers will fire up to ${lateMs} ms late`, { fault: true })
    const alarmMs = agenda.nowMs + ms + lateMs
    this.#alarmMs = alarmMs
    this.#process.later(ms + lateMs, () => (this.#alarmMs === alarmMs ? this.claim() : undefined))
  }

  async claim(): Promise<void> {
    this.#alarmMs = Number.POSITIVE_INFINITY
    const { site } = this.#process
    const { faults, random } = site.ground
    const aheadMs = faults.strikes('timers', EARLY) ? random.between(1, EARLY_MOST_MS) : 0
    if (aheadMs > 0) site.note(`the database's clock is ${aheadMs} ms ahead: timers fire early`, { fault: true })
    const startAgain = site.service.timers.filter((timer) => timer.startsAgain).map(({ name }) => name)
    const { rows, nextInMs } = await site.ahead(aheadMs, () => site.store.claimDue(CLAIM_LIMIT, startAgain))
    for (const row of rows) {
      const { kind, stream, name, id } = row
      if (kind === 'effect') this.#call(row)
      else this.#holderOf(id)?.writer.submit({ kind: 'timer', stream, name, id })
    }
    if (nextInMs !== undefined) this.wake(Math.max(1, nextInMs))
  }

  /** Whoever claims a durable timer lets it fire; any other one fires only where it was set, if that still lives. */
  #holderOf(id: string): Process | undefined {
    const { site } = this.#process
    if (site.ground.laws.durableTimers) return this.#process
    return site.processes.find(({ worker }) => worker.#ownTimers.has(id))
  }

  #dueInMs({ due }: OwedRow): number {
    return 'afterMs' in due ? due.afterMs : Date.parse(due.at) - this.#process.site.ground.agenda.nowMs
  }

  /** The request travels on, whatever becomes of the process; the answer finds it or does not. */
  #call(row: OwedRow): void {
    const { site } = this.#process
    const { agenda } = site.ground
    const definition = site.service.effects.find(({ name }) => name === row.name)
    if (!definition || this.#calls.has(row.id)) return
    this.#calls.add(row.id)
    const afterMs = site.ground.travelMs(row)
    if (afterMs > LEASE_MS / 2) this.#process.later(0, () => site.store.postpone([row], afterMs + LEASE_MS))
    const answered = this.#awaiting(row)
    agenda.in(afterMs, async () => answered(await this.#reach(definition, row)))
  }

  async #reach(definition: EffectDefinition, row: OwedRow): Promise<Input | NoAnswer> {
    const { site } = this.#process
    const { faults, ports } = site.ground
    const who: Fault = site.name === 'payment' ? 'psp' : 'carrier'
    if (faults.strikes(who, LOSE_REQUEST)) return this.#lost(row, `the ${row.name} request is lost on its way`)
    try {
      const answer = await definition.call(row.request, ports)
      if (answer === NOTHING_YET) return new NoAnswer('there is nothing to tell yet')
      if (faults.strikes(who, LOSE_ANSWER)) return this.#lost(row, `the answer to the ${row.name} is lost`)
      return { kind: 'answer', ...attemptOf(row), answer }
    } catch (error) {
      if (error instanceof CallRefused && definition.refused)
        return { kind: 'refusal', ...attemptOf(row), reason: error.message }
      return error instanceof NoAnswer ? error : new NoAnswer((error as Error).message)
    }
  }

  #lost(row: OwedRow, what: string): NoAnswer {
    const { site } = this.#process
    site.note(what, { fault: true, saga: site.ground.sagaOf(row.stream) })
    return new NoAnswer(what)
  }

  #awaiting(row: OwedRow): (answer: Input | NoAnswer) => void {
    const { site, writer } = this.#process
    const { random } = site.ground
    const guarded = this.#ifStillAlive()
    return (reached) =>
      guarded(async () => {
        if (reached instanceof NoAnswer) return this.#again(row, reached.afterMs)
        this.#process.later(random.between(ANSWER_LEAST_MS, ANSWER_MOST_MS), () => {
          this.#calls.delete(row.id)
          writer.submit(reached)
        })
      })
  }

  #ifStillAlive(): (run: () => Promise<void>) => void {
    const { life } = this.#process
    return (run) => {
      if (this.#process.life === life) this.#process.later(0, run)
    }
  }

  /** Called again after a pause; while it knows nothing yet, the lease is kept. */
  async #again(row: OwedRow, knownAfterMs: number): Promise<void> {
    const { site } = this.#process
    if (knownAfterMs > 0) await site.store.postpone([row], knownAfterMs + LEASE_MS)
    this.#process.later(knownAfterMs, async () => {
      this.#calls.delete(row.id)
      const backoff = site.service.effects.find(({ name }) => name === row.name)?.backoff
      const backoffMs = effectBackoffMs(row.attempt, site.ground.random.fraction(), backoff)
      await site.store.postpone([row], backoffMs)
      this.wake(backoffMs)
    })
  }
}

const attemptOf = ({ stream, name, id, attempt }: OwedRow) => ({ stream, name, id, attempt })
