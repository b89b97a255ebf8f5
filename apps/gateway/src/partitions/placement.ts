import type { Placement } from '../contract/index.ts'
import { murmur2, positive } from './murmur2.ts'

/** Where a key goes, step by step: its bytes, their hash, the remainder. */
export function placementOf(key: string, partitions: number): Placement {
  const bytes = Buffer.from(key)
  const hash = murmur2(bytes)
  return { key, bytes: [...bytes], hash, positive: positive(hash), partitions, partition: positive(hash) % partitions }
}
