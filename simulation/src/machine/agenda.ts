import type { Timer } from '@bistro/kit/runtime'

interface Entry extends Timer {
  readonly atMs: number
  readonly order: number
  readonly run: () => unknown
  /** Whether the entry is an event from outside the processes, not one of their own timers. */
  readonly isNews: boolean
  isCancelled: boolean
}

/** Midnight before the first evening; only differences matter. */
export const BEGINNING_MS = Date.parse('2027-03-01T00:00:00.000Z')

/** Virtual time. Entries run in order of time; entries that are due together run in the order in which they were added. */
export class Agenda {
  nowMs = BEGINNING_MS
  /** When something last happened that was not a process's own timer. */
  stirredMs = BEGINNING_MS
  readonly #heap: Entry[] = []
  #asked = 0
  #text = ''
  #textMs = -1

  /** RFC 3339. */
  get now(): string {
    if (this.#textMs !== this.nowMs) {
      this.#textMs = this.nowMs
      this.#text = new Date(this.nowMs).toISOString()
    }
    return this.#text
  }

  /** Schedules an event from outside the processes. */
  in(ms: number, run: () => unknown): Timer {
    return this.#push(ms, run, true)
  }

  /** Schedules a timer of a process. */
  timer(ms: number, run: () => unknown): Timer {
    return this.#push(ms, run, false)
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => void this.in(ms, resolve))
  }

  stir(): void {
    this.stirredMs = this.nowMs
  }

  /** When the next event from outside is due; undefined if only timers are left. */
  get nextNewsMs(): number | undefined {
    let soonest: number | undefined
    for (const { atMs, isNews, isCancelled } of this.#heap)
      if (isNews && !isCancelled && (soonest === undefined || atMs < soonest)) soonest = atMs
    return soonest
  }

  /** Moves the clock forward. Entries that were due before this moment run at this moment. */
  skipTo(ms: number): void {
    this.nowMs = Math.max(this.nowMs, ms)
  }

  /**
   * Moves the clock to the next entry, and runs it with all other entries that are due by then and were added before.
   * @returns the number of entries that were run; 0 if no entry is left
   */
  run(): number {
    const asked = this.#asked
    const first = this.#next(Number.POSITIVE_INFINITY, asked)
    if (!first) return 0
    this.nowMs = Math.max(this.nowMs, first.atMs)
    let count = 0
    for (let entry: Entry | undefined = first; entry; entry = this.#next(this.nowMs, asked)) {
      if (entry.isNews) this.stir()
      entry.run()
      count += 1
    }
    return count
  }

  /** Removes and returns the first entry that is due by then, if it was added before. */
  #next(byMs: number, asked: number): Entry | undefined {
    for (let first = this.#heap[0]; first && first.atMs <= byMs; first = this.#heap[0]) {
      if (!first.isCancelled && first.order >= asked) return undefined
      this.#pop()
      if (!first.isCancelled) return first
    }
    return undefined
  }

  #push(ms: number, run: () => unknown, isNews: boolean): Timer {
    const entry: Entry = {
      atMs: this.nowMs + Math.max(0, Math.ceil(ms)),
      order: this.#asked,
      run,
      isNews,
      isCancelled: false,
      cancel: () => {
        entry.isCancelled = true
      },
    }
    this.#asked += 1
    const heap = this.#heap
    let index = heap.push(entry) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!isBefore(entry, heap[parent]!)) break
      heap[index] = heap[parent]!
      index = parent
    }
    heap[index] = entry
    return entry
  }

  #pop(): void {
    const last = this.#heap.pop()
    if (last && this.#heap.length > 0) this.#sink(last)
  }

  /** Moves an entry from the top of the heap down to its place. */
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
