import { murmur2, positive } from './murmur2.ts'

/** Where a key goes, step by step: its bytes, their hash, the remainder. */
export function placementOf(key: string, partitions: number) {
  const bytes = Buffer.from(key)
  const hash = murmur2(bytes)
  return { key, bytes: [...bytes], hash, positive: positive(hash), partitions, partition: positive(hash) % partitions }
}

/** The partition of a key, as Kafka's clients choose it. */
export const partitionOf = (key: string, partitions: number): number => hashOf(key) % partitions

/** Of a text, without sign. */
export const hashOf = (text: string): number => positive(murmur2(Buffer.from(text)))
