/** More than any batch of records holds: bounds the memory that a forged length can claim. */
export const MAX_UNFOLDED_BYTES = 32 * 1024 * 1024
const FIRST_BYTES = 64 * 1024

/** The uncompressed output so far: literal bytes, and copies of earlier output. */
export class Unfolded {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES)
  #length = 0

  append(bytes: Buffer): void {
    this.#grow(bytes.length)
    bytes.copy(this.#bytes, this.#length - bytes.length)
  }

  /** Copies from `back` bytes before the end; a longer copy continues with the bytes that it has just written. */
  repeat(back: number, length: number): void {
    if (back < 1 || back > this.#length)
      throw new Error(`malformed compressed records: a copy starts before the beginning`)
    const start = this.#length
    this.#grow(length)
    for (let done = 0; done < length; ) {
      const size = Math.min(back + done, length - done)
      this.#bytes.copyWithin(start + done, start - back, start - back + size)
      done += size
    }
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  #grow(by: number): void {
    const length = this.#length + by
    if (length > MAX_UNFOLDED_BYTES) throw new Error(`compressed records exceed ${MAX_UNFOLDED_BYTES} bytes`)
    if (length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, 2 * this.#bytes.length))
      this.#bytes.copy(larger, 0, 0, this.#length)
      this.#bytes = larger
    }
    this.#length = length
  }
}

/** Exactly `length` bytes from `start`. */
export function take(bytes: Buffer, start: number, length: number): Buffer {
  if (length > bytes.length - start) throw new Error('compressed records are truncated')
  return bytes.subarray(start, start + length)
}
