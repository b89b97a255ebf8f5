import { setTimeout as delay } from 'node:timers/promises'
import { chooser } from './choose.ts'
import { nowMs } from './clock.ts'
import type { Outcome } from './outcomes.ts'
import type { Poster } from './post.ts'
import type { LoadOrder, LoadResult } from './protocol.ts'

const TICK_MS = 1
const DRAIN_POLL_MS = 5

/** One load: begins sagas at its pace, follows each until it has ended, and counts. */
export class Drive {
  readonly #poster: Poster
  readonly #order: LoadOrder
  readonly #next: ReturnType<typeof chooser>
  readonly #underWay = new Map<string, number>()
  /** Outcomes of sagas whose POST has no response yet. */
  readonly #early = new Map<string, Outcome[]>()
  readonly #answers: Record<string, number> = {}
  readonly #answeredAfterMs: number[] = []
  readonly #confirmedAfterMs: number[] = []
  readonly #deliveredAfterMs: number[] = []
  #sent = 0
  #waiting = 0
  #cancelled = 0
  #endedInTime = 0
  #withoutRetryAfter = 0
  #isOver = false
  #startedMs = 0
  #stoppedMs = 0
  #lastEndedMs = 0

  constructor(poster: Poster, order: LoadOrder) {
    this.#poster = poster
    this.#order = order
    this.#next = chooser(order.crowds)
  }

  async run(): Promise<LoadResult> {
    this.#startedMs = nowMs()
    const tick = setInterval(() => this.#pump(), TICK_MS)
    this.#pump()
    await delay(this.#order.seconds * 1_000)
    this.#isOver = true
    clearInterval(tick)
    this.#stoppedMs = nowMs()
    await this.#drained()
    return this.#result()
  }

  /** What a consumer has received. Events of sagas that are not ours, or ended before, change nothing. */
  heard(sagaId: string, outcome: Outcome): void {
    const dueMs = this.#underWay.get(sagaId)
    if (dueMs !== undefined) return this.#count(sagaId, dueMs, outcome)
    const early = this.#early.get(sagaId)
    if (early) early.push(outcome)
    else if (this.#waiting > 0) this.#early.set(sagaId, [outcome])
  }

  #pump(): void {
    if (this.#isOver) return
    const { pace } = this.#order
    if ('window' in pace) {
      while (this.#waiting + this.#underWay.size < pace.window) this.#begin(nowMs())
      return
    }
    const due = ((nowMs() - this.#startedMs) * pace.perSecond) / 1_000
    while (this.#sent < due) this.#begin(this.#startedMs + (this.#sent * 1_000) / pace.perSecond)
  }

  #begin(dueMs: number): void {
    this.#sent += 1
    this.#waiting += 1
    this.#poster.post(this.#next(), ({ status, reservationId, hasRetryAfter }) => {
      this.#waiting -= 1
      this.#answers[status] = (this.#answers[status] ?? 0) + 1
      this.#answeredAfterMs.push(nowMs() - dueMs)
      if (reservationId === undefined) this.#withoutRetryAfter += hasRetryAfter ? 0 : 1
      else this.#follow(reservationId, dueMs)
    })
  }

  #follow(sagaId: string, dueMs: number): void {
    this.#underWay.set(sagaId, dueMs)
    const early = this.#early.get(sagaId) ?? []
    this.#early.delete(sagaId)
    for (const outcome of early) this.#count(sagaId, dueMs, outcome)
  }

  #count(sagaId: string, dueMs: number, outcome: Outcome): void {
    const at = nowMs()
    if (outcome === 'OrderConfirmed') {
      this.#confirmedAfterMs.push(at - dueMs)
      return
    }
    this.#underWay.delete(sagaId)
    this.#lastEndedMs = at
    if (!this.#isOver) this.#endedInTime += 1
    if (outcome === 'OrderDelivered') this.#deliveredAfterMs.push(at - dueMs)
    else this.#cancelled += 1
    if ('window' in this.#order.pace) this.#pump()
  }

  async #drained(): Promise<void> {
    const deadlineMs = nowMs() + this.#order.drainTimeoutMs
    while (this.#waiting + this.#underWay.size > 0 && nowMs() < deadlineMs) await delay(DRAIN_POLL_MS)
  }

  #result(): LoadResult {
    return {
      sent: this.#sent,
      answers: this.#answers,
      delivered: this.#deliveredAfterMs.length,
      cancelled: this.#cancelled,
      endedInTime: this.#endedInTime,
      unfinished: this.#waiting + this.#underWay.size,
      startedMs: this.#startedMs,
      stoppedMs: this.#stoppedMs,
      lastEndedMs: this.#lastEndedMs,
      answeredAfterMs: Float64Array.from(this.#answeredAfterMs),
      confirmedAfterMs: Float64Array.from(this.#confirmedAfterMs),
      deliveredAfterMs: Float64Array.from(this.#deliveredAfterMs),
      withoutRetryAfter: this.#withoutRetryAfter,
    }
  }
}
