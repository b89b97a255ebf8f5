import type { Clock, Timer } from './clock.ts'
import type { Item } from './item.ts'
import { OutcomeUnknown } from './runtime.ts'
import { StoreUnavailable } from './store.ts'

/** Time limit of a request, from its arrival: its caller is answered then in any case. */
const REQUEST_PATIENCE_MS = 5_000

/** Requests that wait or are being stored. Each is answered in time: with its outcome, or with an error. */
export class Requests {
  /** Oldest first. */
  readonly #waiting = new Set<Item>()
  readonly #clock: Clock
  readonly #reason: () => string | undefined
  #timer: Timer | undefined
  #looksAt = Number.POSITIVE_INFINITY

  /** @param reason why nothing can be stored now, if known */
  constructor(clock: Clock, reason: () => string | undefined) {
    this.#clock = clock
    this.#reason = reason
  }

  /** Number of requests that a new one would wait behind; those that wait aside do not count. */
  get size(): number {
    let size = 0
    for (const { isHeld } of this.#waiting) if (!isHeld) size += 1
    return size
  }

  get oldestMs(): number {
    for (const { isHeld, since } of this.#waiting) if (!isHeld) return this.#clock.monotonic() - since
    return 0
  }

  add(item: Item): void {
    this.#waiting.add(item)
    item.onSettled(() => this.#waiting.delete(item))
    this.#lookAt(item.since + REQUEST_PATIENCE_MS)
  }

  #lookAt(deadline: number): void {
    if (deadline >= this.#looksAt) return
    this.#timer?.cancel()
    this.#looksAt = deadline
    this.#timer = this.#clock.after(Math.max(0, deadline - this.#clock.monotonic()), () => this.#look())
  }

  /** Checks all of them: `since` may precede the arrival here, so they are not sorted by it. */
  #look(): void {
    this.#looksAt = Number.POSITIVE_INFINITY
    const late = this.#clock.monotonic() - REQUEST_PATIENCE_MS
    for (const item of [...this.#waiting])
      if (item.since > late) this.#lookAt(item.since + REQUEST_PATIENCE_MS)
      else item.reject(item.isCommitting ? new OutcomeUnknown() : new StoreUnavailable(this.#text()))
  }

  #text(): string {
    return (
      this.#reason() ??
      `not stored within ${REQUEST_PATIENCE_MS} ms: earlier inputs are still being stored, or a row is locked`
    )
  }
}
