/** How long it took from the end of a fault until an order was confirmed. */
export interface Recovered {
  readonly afterMs: number
  /** Whether another fault was active meanwhile: then the time depends on that fault as well. */
  readonly isOverlapped: boolean
}

/** A recovery that takes longer than this is slow by itself: a later fault does not excuse it. */
const UNDISTURBED_MS = 8_000

interface Waiting {
  readonly sinceMs: number
  isOverlapped: boolean
  readonly recovered: (recovered: Recovered) => void
}

/** Measures how long the product takes to recover. */
export class Recovery {
  readonly #now: () => number
  #broken = 0
  #waiting: Waiting[] = []

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** How many faults are active. */
  get active(): number {
    return this.#broken
  }

  begins(): void {
    this.#broken += 1
    for (const waiting of this.#waiting) if (this.#now() - waiting.sinceMs < UNDISTURBED_MS) waiting.isOverlapped = true
  }

  ends(recovered: (recovered: Recovered) => void): void {
    this.#broken -= 1
    this.#waiting.push({ sinceMs: this.#now(), isOverlapped: this.#broken > 0, recovered })
  }

  confirmed(): void {
    const nowMs = this.#now()
    for (const { sinceMs, isOverlapped, recovered } of this.#waiting)
      recovered({ afterMs: nowMs - sinceMs, isOverlapped })
    this.#waiting = []
  }
}
