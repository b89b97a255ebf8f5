/** This process's commits: wakes those who wait for the next one. */
export class Commits {
  readonly #waiting = new Set<() => void>()
  #lastAt = 0

  /** Since the last one. */
  get quietMs(): number {
    return performance.now() - this.#lastAt
  }

  tell(): void {
    this.#lastAt = performance.now()
    for (const wake of [...this.#waiting]) wake()
  }

  /** Resolves at the next commit, or after so long; nothing of it stays behind. */
  next(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timeout)
        this.#waiting.delete(wake)
        resolve()
      }
      const timeout = setTimeout(wake, timeoutMs)
      this.#waiting.add(wake)
    })
  }
}
