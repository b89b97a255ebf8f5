import { hashOf } from './placement.ts'

/** Rendezvous hashing: every partition bids for the key, and the highest bid wins. No table, but a hash for each partition. */
export function byBids(partitions: number): (key: string) => number {
  const bidders = Array.from({ length: partitions }, (_, partition) => partition)
  return (key) => {
    const bids = bidders.map((partition) => hashOf(`${partition}/${key}`))
    return bids.indexOf(Math.max(...bids))
  }
}
