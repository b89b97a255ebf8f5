/** How long it took from the end of a fault until an order was confirmed. */
export interface Recovered {
  readonly afterMs: number
  /** Whether something else was broken meanwhile: then the time tells as much of that. */
  readonly isOverlapped: boolean
}

/** Who had so long and did not come back is slow by itself, whatever breaks next. */
const UNDISTURBED_MS = 8_000

interface Waiting {
  readonly sinceMs: number
  isOverlapped: boolean
  readonly recovered: (recovered: Recovered) => void
}

/** Takes the time in which the product comes back to itself. */
export class Recovery {
  readonly #now: () => number
  #broken = 0
  #waiting: Waiting[] = []

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** How many faults are on. */
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
