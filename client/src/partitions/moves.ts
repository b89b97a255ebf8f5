import { partitionOf } from './placement.ts'
import { byBids } from './rendezvous.ts'
import { onRing } from './ring.ts'

/** How keys are mapped to a number of partitions. */
export type Scheme = (partitions: number) => (key: string) => number

export const SCHEMES = {
  modulo: (partitions) => (key) => partitionOf(key, partitions),
  ring: (partitions) => onRing(partitions),
  rendezvous: byBids,
} satisfies Record<string, Scheme>

export interface Move {
  /** 0 to 1: of the keys that have another partition afterwards. */
  readonly moved: number
  /** Keys of the fullest partition afterwards, divided by the mean. */
  readonly fullest: number
}

/** What happens to these keys when a number of partitions becomes another. */
export function movesOf(keys: readonly string[], scheme: Scheme, from: number, to: number): Move {
  if (keys.length === 0) return { moved: 0, fullest: 0 }
  const [before, after] = [scheme(from), scheme(to)]
  const loads = new Array<number>(to).fill(0)
  let moved = 0
  for (const key of keys) {
    const partition = after(key)
    loads[partition] = (loads[partition] ?? 0) + 1
    if (before(key) !== partition) moved += 1
  }
  return { moved: moved / keys.length, fullest: (Math.max(...loads) * to) / keys.length }
}
