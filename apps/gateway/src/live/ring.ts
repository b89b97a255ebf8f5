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
    if (this.#kept.length - this.#first <= this.#most) return
    this.#lost = this.#kept[this.#first]?.sequence ?? this.#lost
    this.#first += 1
    if (this.#first < this.#most) return
    this.#kept = this.#kept.slice(this.#first)
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
