/** Rows within a lane: each thing takes the first row in which it covers nothing. Things come from left to right. */
export class Rows {
  readonly #ends: number[] = []
  readonly #gap: number

  constructor(gap: number) {
    this.#gap = gap
  }

  get count(): number {
    return this.#ends.length
  }

  take(from: number, to: number): number {
    const free = this.#ends.findIndex((end) => end + this.#gap <= from)
    const row = free < 0 ? this.#ends.length : free
    this.#ends[row] = to
    return row
  }
}
