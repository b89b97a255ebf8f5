interface Entry {
  readonly atMs: number
  readonly order: number
  readonly run: () => void | Promise<void>
}

/** Midnight before the first evening; only differences matter. */
export const BEGINNING_MS = Date.parse('2027-03-01T00:00:00.000Z')

/** Virtual time: what is to happen, earliest first, and in the order of asking where two are due together. */
export class Agenda {
  nowMs = BEGINNING_MS
  readonly #heap: Entry[] = []
  #text = ''
  #textMs = -1
  /** How often something was asked for. */
  asked = 0

  /** RFC 3339. */
  get now(): string {
    if (this.#textMs !== this.nowMs) {
      this.#textMs = this.nowMs
      this.#text = new Date(this.nowMs).toISOString()
    }
    return this.#text
  }

  in(ms: number, run: Entry['run']): void {
    this.#push({ atMs: this.nowMs + Math.max(0, ms), order: this.asked++, run })
  }

  /** Moves the clock to the next entry and takes it off; undefined where nothing is left. */
  next(): Entry['run'] | undefined {
    const first = this.#heap[0]
    if (!first) return undefined
    const last = this.#heap.pop()!
    if (this.#heap.length > 0) this.#sink(last)
    this.nowMs = first.atMs
    return first.run
  }

  #push(entry: Entry): void {
    const heap = this.#heap
    let index = heap.push(entry) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!isBefore(entry, heap[parent]!)) break
      heap[index] = heap[parent]!
      index = parent
    }
    heap[index] = entry
  }

  /** Finds the place of an entry from the top down. */
  #sink(entry: Entry): void {
    const heap = this.#heap
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1
      if (!isBefore(heap[child]!, entry)) break
      heap[index] = heap[child]!
      index = child
    }
    heap[index] = entry
  }
}

const isBefore = (one: Entry, other: Entry): boolean =>
  one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order)
