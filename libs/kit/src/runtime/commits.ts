import type { Clock } from './clock.ts'

/** This process's commits: wakes those who wait for the next one. */
export class Commits {
  readonly #waiting = new Set<() => void>()
  readonly #clock: Clock
  #lastAt = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Since the last one. */
  get quietMs(): number {
    return this.#clock.monotonic() - this.#lastAt
  }

  tell(): void {
    this.#lastAt = this.#clock.monotonic()
    for (const wake of [...this.#waiting]) wake()
  }

  /** Resolves at the next commit, or after so long; nothing of it stays behind. */
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
