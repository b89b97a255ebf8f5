import type { Clock, Timer } from './clock.ts'
import type { Item } from './item.ts'
import { OutcomeUnknown } from './runtime.ts'
import { StoreUnavailable } from './store.ts'

/** So long a request may wait, from its arrival: its caller is told then, whatever happens. */
const REQUEST_PATIENCE_MS = 5_000

/** Requests that wait or are being stored. Each is answered in time: with what became of it, or with what is known. */
export class Requests {
  /** Oldest first. */
  readonly #waiting = new Set<Item>()
  readonly #clock: Clock
  readonly #reason: () => string | undefined
  #timer: Timer | undefined
  #looksAt = Number.POSITIVE_INFINITY

  /** @param reason why nothing is stored now, where that is known */
  constructor(clock: Clock, reason: () => string | undefined) {
    this.#clock = clock
    this.#reason = reason
  }

  /** Those that a new one would wait behind: whoever waits aside is in nobody's way. */
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

  /** Not in the order of their arrival: some have waited elsewhere before. */
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
