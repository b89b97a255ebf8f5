interface Waiting {
  readonly sinceQuietMs: number
  readonly recovered: (afterMs: number) => void
}

/**
 * How long after the end of a fault the next order is confirmed. The time in which something else is broken does not count: it runs
 * on the first fault's clock no more than on the guests' patience, but it says nothing of how this one heals.
 */
export class Recovery {
  readonly #now: () => number
  #broken = 0
  #quietMs = 0
  #quietSinceMs: number
  #waiting: Waiting[] = []

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#quietSinceMs = now()
  }

  get active(): number {
    return this.#broken
  }

  begins(): void {
    this.#quietMs = this.#quiet()
    this.#broken += 1
  }

  /** @param recovered told how long it took until an order was confirmed */
  ends(recovered: (afterMs: number) => void): void {
    this.#broken -= 1
    this.#quietSinceMs = this.#now()
    this.#waiting.push({ sinceQuietMs: this.#quietMs, recovered })
  }

  confirmed(): void {
    const quietMs = this.#quiet()
    for (const { sinceQuietMs, recovered } of this.#waiting) recovered(quietMs - sinceQuietMs)
    this.#waiting = []
  }

  #quiet(): number {
    return this.#quietMs + (this.#broken === 0 ? this.#now() - this.#quietSinceMs : 0)
  }
}
