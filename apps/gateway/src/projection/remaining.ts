import { type Bounds, type Position, partitionKey } from '@bistro/kit/runtime'

/** How many records the view has yet to read of these partitions. */
export function remainingOf(positions: readonly Position[], partitions: readonly Bounds[]): number {
  const next = new Map(positions.map((position) => [partitionKey(position), BigInt(position.offset)]))
  return partitions.reduce((sum, bounds) => {
    const left = bounds.end - (next.get(partitionKey(bounds)) ?? bounds.begin)
    return left > 0n ? sum + Number(left) : sum
  }, 0)
}
