import type { Overview } from '../contract/index.ts'
import type { Seen } from '../live/seen.ts'

const RATE_SECONDS = 10
const LATENCY_MS = 300_000
/** Bounds of memory: more sagas than this are left out of the latency. */
const MAX_OPEN = 20_000
const MAX_CONFIRMED = 50_000
const MS = 1_000

interface Confirmed {
  readonly seenMs: number
  readonly tookMs: number
}

/** What is counted as it happens: events per second, and the time from the held reservation to its confirmation. */
export class Tally {
  readonly #bySecond = new Map<number, number>()
  readonly #heldMs = new Map<string, number>()
  readonly #confirmed: Confirmed[] = []

  add({ type, saga, timeMs, seenMs }: Seen): void {
    const second = Math.floor(seenMs / MS)
    this.#bySecond.set(second, (this.#bySecond.get(second) ?? 0) + 1)
    if (saga === undefined) return
    if (type === 'ReservationHeld') this.#hold(saga, timeMs)
    else if (type === 'Reservation_confirmed') this.#confirm(saga, timeMs, seenMs)
    else if (type === 'ReservationExpired' || type === 'ReservationCancelled') this.#heldMs.delete(saga)
  }

  /** Of the last whole seconds. */
  eventsPerSecond(nowMs: number): number {
    const now = Math.floor(nowMs / MS)
    let events = 0
    for (const [second, count] of this.#bySecond)
      if (second < now - RATE_SECONDS) this.#bySecond.delete(second)
      else if (second < now) events += count
    return events / RATE_SECONDS
  }

  confirmed(nowMs: number): Overview['confirmed'] {
    const first = this.#confirmed.findIndex(({ seenMs }) => seenMs >= nowMs - LATENCY_MS)
    this.#confirmed.splice(0, first < 0 ? this.#confirmed.length : first)
    if (this.#confirmed.length === 0) return undefined
    const sorted = this.#confirmed.map(({ tookMs }) => tookMs).sort((one, other) => one - other)
    return { p50Ms: quantile(sorted, 0.5), p99Ms: quantile(sorted, 0.99), count: sorted.length }
  }

  #hold(saga: string, timeMs: number): void {
    if (this.#heldMs.size < MAX_OPEN) this.#heldMs.set(saga, timeMs)
  }

  #confirm(saga: string, timeMs: number, seenMs: number): void {
    const heldMs = this.#heldMs.get(saga)
    this.#heldMs.delete(saga)
    if (heldMs === undefined) return
    this.#confirmed.push({ seenMs, tookMs: Math.max(0, timeMs - heldMs) })
    if (this.#confirmed.length > MAX_CONFIRMED) this.#confirmed.shift()
  }
}

/** The least value that this share of all values does not exceed. */
const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
