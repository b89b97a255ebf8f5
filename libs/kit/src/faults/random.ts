const UINT32 = 2 ** 32
const WORDS = 4
const BYTES_PER_WORD = 4
const BYTE = 0xff
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const WARM_UP_ROUNDS = 12

/** A seeded generator (sfc32): the same seed, the same numbers, on every machine. */
export class Random {
  readonly #s = new Int32Array(WORDS)

  constructor(...seed: readonly number[]) {
    seed.slice(0, WORDS - 1).forEach((part, index) => {
      this.#s[index] = part
    })
    this.#s[WORDS - 1] = 1
    for (let round = 0; round < WARM_UP_ROUNDS; round += 1) this.uint32()
  }

  uint32(): number {
    const s = this.#s
    const [a, b, c, d] = [s[0]!, s[1]!, s[2]!, s[3]!]
    const sum = (a + b + d) | 0
    s[3] = d + 1
    s[0] = b ^ (b >>> 9)
    s[1] = c + (c << 3)
    s[2] = ((c << 21) | (c >>> 11)) + sum
    return sum >>> 0
  }

  /** 0 ≤ x < 1. */
  fraction(): number {
    return this.uint32() / UINT32
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1))
  }

  chance(probability: number): boolean {
    return this.fraction() < probability
  }

  one<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.fraction() * choices.length)]!
  }

  /** Lowercase hex of so many random bytes. */
  hex(bytes: number): string {
    let text = ''
    for (let left = bytes; left > 0; left -= BYTES_PER_WORD) {
      const word = this.uint32()
      text += HEX[word >>> 24]! + HEX[(word >>> 16) & BYTE]! + HEX[(word >>> 8) & BYTE]! + HEX[word & BYTE]!
    }
    return text.length > bytes * 2 ? text.slice(0, bytes * 2) : text
  }

  /** UUID v7 of that moment. */
  uuid(atMs: number): string {
    const time = atMs.toString(16).padStart(12, '0')
    const hex = this.hex(10)
    const variant = '89ab'[this.uint32() & 3]
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-${variant}${hex.slice(3, 6)}-${hex.slice(6, 18)}`
  }
}
