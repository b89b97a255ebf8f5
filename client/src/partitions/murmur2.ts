const SEED = 0x9747b28c
const M = 0x5bd1e995
const R = 24
const WORD_BYTES = 4

/** Murmur2 as Kafka's clients compute it, in 32-bit integers with a sign. */
export function murmur2(bytes: Buffer): number {
  const whole = bytes.length - (bytes.length % WORD_BYTES)
  let hash = SEED ^ bytes.length
  for (let at = 0; at < whole; at += WORD_BYTES) {
    const word = Math.imul(bytes.readInt32LE(at), M)
    hash = Math.imul(hash, M) ^ Math.imul(word ^ (word >>> R), M)
  }
  if (whole < bytes.length) hash = Math.imul(hash ^ bytes.readUIntLE(whole, bytes.length - whole), M)
  hash = Math.imul(hash ^ (hash >>> 13), M)
  return hash ^ (hash >>> 15)
}

/** The hash without its sign bit, as a remainder must not be negative. */
export const positive = (hash: number): number => hash & 0x7fffffff
