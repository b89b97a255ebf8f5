/** Counts all items, and keeps a few of them, each with the same chance. */
export class Sample<T> {
  readonly #most: number
  readonly #random: () => number
  #seen = 0
  readonly kept: T[] = []
  readonly counts: Record<string, number> = {}

  constructor(most: number, random: () => number = Math.random) {
    this.#most = most
    this.#random = random
  }

  add(name: string, item: T): void {
    this.counts[name] = (this.counts[name] ?? 0) + 1
    this.#seen += 1
    if (this.kept.length < this.#most) this.kept.push(item)
    else {
      const place = Math.floor(this.#random() * this.#seen)
      if (place < this.#most) this.kept[place] = item
    }
  }
}
