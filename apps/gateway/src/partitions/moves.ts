import type { Moves } from '../contract/index.ts'
import { murmur2, positive } from './murmur2.ts'

const KEYS = 10_000
/** Points of each partition on the ring: with more of them the shares get more even. */
const POINTS = 200

const hashOf = (text: string): number => positive(murmur2(Buffer.from(text)))

/** The share of keys that have another partition when their number changes: by remainder, and on a ring. */
export function movesOf(from: number, to: number): Moves {
  const hashes = Array.from({ length: KEYS }, (_, number) => hashOf(`reservation-${number}`))
  const shareOf = (moves: (hash: number) => boolean): number => hashes.filter(moves).length / KEYS
  const [before, after] = [ringOf(from), ringOf(to)]
  return {
    from,
    to,
    modulo: shareOf((hash) => hash % from !== hash % to),
    consistent: shareOf((hash) => ownerOf(before, hash) !== ownerOf(after, hash)),
  }
}

interface Point {
  readonly place: number
  readonly partition: number
}

/** Each partition has points on a ring; a key belongs to the partition of the next point. */
function ringOf(partitions: number): Point[] {
  const points = Array.from({ length: partitions * POINTS }, (_, number) => {
    const partition = Math.floor(number / POINTS)
    return { partition, place: hashOf(`partition-${partition}/${number % POINTS}`) }
  })
  return points.sort((one, other) => one.place - other.place)
}

function ownerOf(ring: readonly Point[], hash: number): number | undefined {
  let [low, high] = [0, ring.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ring[middle]?.place ?? 0) < hash) low = middle + 1
    else high = middle
  }
  return (ring[low] ?? ring[0])?.partition
}
