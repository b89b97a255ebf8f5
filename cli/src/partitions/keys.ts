import { readAll } from '@bistro/client'
import type { Manifest } from '@bistro/client/manifest'
import { endStatus, showStatus } from '../terminal/style.ts'

/** The keys in each partition of a topic. A key may be in several, after partitions were added. */
export type Keys = ReadonlyMap<number, ReadonlySet<string>>

const TOLD_EVERY = 25_000

/** The keys of everything that is on these topics now. */
export async function readKeys(manifest: Manifest, topics: readonly string[]): Promise<ReadonlyMap<string, Keys>> {
  const found = new Map(topics.map((topic) => [topic, new Map<number, Set<string>>()]))
  let records = 0
  await readAll(manifest, topics, ({ topic, partition, key }) => {
    records += 1
    if (records % TOLD_EVERY === 0) showStatus(`Reading keys: ${records} records ...`)
    if (key === undefined) return
    const keys = found.get(topic)?.get(partition)
    if (keys) keys.add(key)
    else found.get(topic)?.set(partition, new Set([key]))
  })
  endStatus()
  return found
}

/** Each key once, whichever partitions it is in. */
export const distinct = (keys: Keys = new Map()): string[] => [
  ...new Set([...keys.values()].flatMap((one) => [...one])),
]
