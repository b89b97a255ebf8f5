const HEADER_BYTES = 5
const READY = 'Z'.charCodeAt(0)
const ERROR = 'E'.charCodeAt(0)

/** Reads what a Postgres server sends, however it is cut; counts how often it was ready for the next query. */
export class Ready {
  count = 0
  errors = 0
  #header = Buffer.alloc(0)
  #toSkip = 0

  read(chunk: Buffer): void {
    let at = 0
    while (at < chunk.length) {
      const skipped = Math.min(this.#toSkip, chunk.length - at)
      this.#toSkip -= skipped
      at += skipped
      if (at === chunk.length) return
      const part = chunk.subarray(at, at + HEADER_BYTES - this.#header.length)
      this.#header = Buffer.concat([this.#header, part])
      at += part.length
      if (this.#header.length === HEADER_BYTES) this.#begin()
    }
  }

  /** A message: its type, and its length without the type. */
  #begin(): void {
    if (this.#header[0] === READY) this.count += 1
    if (this.#header[0] === ERROR) this.errors += 1
    this.#toSkip = this.#header.readInt32BE(1) - HEADER_BYTES + 1
    this.#header = Buffer.alloc(0)
  }
}
