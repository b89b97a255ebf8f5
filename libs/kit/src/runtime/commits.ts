import type { Clock } from './clock.ts'

/** Notifies waiters of this process's commits. */
export class Commits {
  readonly #waiting = new Set<() => void>()
  readonly #clock: Clock
  #lastAt = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Time since the last commit. */
  get quietMs(): number {
    return this.#clock.monotonic() - this.#lastAt
  }

  tell(): void {
    this.#lastAt = this.#clock.monotonic()
    for (const wake of [...this.#waiting]) wake()
  }

  /** Resolves at the next commit or after `timeoutMs`, and leaves neither waiter nor timer. */
  next(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        timeout.cancel()
        this.#waiting.delete(wake)
        resolve()
      }
      const timeout = this.#clock.after(timeoutMs, wake)
      this.#waiting.add(wake)
    })
  }
}
