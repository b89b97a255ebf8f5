interface Kept<T> {
  readonly sequence: number
  readonly item: T
}

/** The last items in the order of their sequence numbers. */
export class Ring<T> {
  readonly #most: number
  #kept: Kept<T>[] = []
  /** Where the first kept item is: earlier ones are cut off now and then. */
  #first = 0
  /** Of the last item that is not kept any more. */
  #lost = 0

  constructor(most: number) {
    this.#most = most
  }

  add(sequence: number, item: T): void {
    this.#kept.push({ sequence, item })
    this.trim(this.#most)
  }

  /** Keeps no more than the last ones. */
  trim(most: number): void {
    const first = this.#kept.length - most
    if (first <= this.#first) return
    this.#first = first
    this.#lost = this.#kept[first - 1]?.sequence ?? this.#lost
    if (2 * first < this.#kept.length) return
    this.#kept = this.#kept.slice(first)
    this.#first = 0
  }

  /** Items up to this sequence number were not added. */
  skip(sequence: number): void {
    this.#kept = []
    this.#first = 0
    this.#lost = sequence
  }

  /** Items after that one, oldest first; undefined if some of them are not kept. */
  after(sequence: number): T[] | undefined {
    if (sequence < this.#lost) return undefined
    return this.#kept.slice(this.#first).flatMap((kept) => (kept.sequence > sequence ? [kept.item] : []))
  }

  get items(): T[] {
    return this.#kept.slice(this.#first).map(({ item }) => item)
  }
}
