/** One step of the hash: four bytes, or the up to three that remain. */
export interface Step {
  readonly bytes: readonly number[]
  /** The hash after it, 32 bits, unsigned. */
  readonly hash: number
}

export interface Trace {
  readonly bytes: readonly number[]
  /** The seed, with the length folded in. */
  readonly start: number
  readonly steps: readonly Step[]
  /** After the last three operations, which spread every bit over all others. */
  readonly hash: number
  /** Without the sign bit. */
  readonly positive: number
}

const SEED = 0x9747b28c
const M = 0x5bd1e995
const WORD = 4

/** murmur2 as Kafka's clients compute it, with every intermediate result. */
export function murmur2(key: string): Trace {
  const bytes = [...new TextEncoder().encode(key)]
  const start = (SEED ^ bytes.length) >>> 0
  const steps: Step[] = []
  let hash = start
  for (let at = 0; at < bytes.length; at += WORD) {
    const word = bytes.slice(at, at + WORD)
    hash = (word.length === WORD ? mix(hash, word) : mixRest(hash, word)) >>> 0
    steps.push({ bytes: word, hash })
  }
  const last = finish(hash)
  return { bytes, start, steps, hash: last, positive: last & 0x7fffffff }
}

export const partitionOf = ({ positive }: Trace, partitions: number): number => positive % partitions

const littleEndian = (word: readonly number[]): number =>
  word.reduce((sum, byte, index) => sum | (byte << (8 * index)), 0)

function mix(hash: number, word: readonly number[]): number {
  const k = Math.imul(littleEndian(word), M)
  return Math.imul(hash, M) ^ Math.imul(k ^ (k >>> 24), M)
}

const mixRest = (hash: number, word: readonly number[]): number => Math.imul(hash ^ littleEndian(word), M)

function finish(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 13), M)
  return (mixed ^ (mixed >>> 15)) >>> 0
}
