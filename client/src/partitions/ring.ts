import { hashOf } from './placement.ts'

/** Points of each partition on the ring: the loads differ by about one in the square root of it. */
const POINTS = 200

interface Point {
  readonly place: number
  readonly partition: number
}

/** Consistent hashing: each partition has points on a ring; a key belongs to the partition of the next point. */
export function onRing(partitions: number, points = POINTS): (key: string) => number {
  const ring = Array.from({ length: partitions * points }, (_, number): Point => {
    const partition = Math.floor(number / points)
    return { partition, place: hashOf(`partition-${partition}/${number % points}`) }
  }).sort((one, other) => one.place - other.place)
  return (key) => nextPoint(ring, hashOf(key)).partition
}

function nextPoint(ring: readonly Point[], hash: number): Point {
  let [low, high] = [0, ring.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ring[middle] as Point).place < hash) low = middle + 1
    else high = middle
  }
  return (ring[low] ?? ring[0]) as Point
}
