import DataLoader from 'dataloader'

const MAX_KEYS = 500

/** Finds one at a time for those who ask, and asks the database once for all that ask in the same turn. Caches nothing. */
export function lookup<V>(
  find: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>,
): (key: string) => Promise<V | undefined> {
  const loader = new DataLoader<string, V | undefined>(
    async (keys) => {
      const found = await find([...new Set(keys)])
      return keys.map((key) => found.get(key))
    },
    { cache: false, maxBatchSize: MAX_KEYS, batchScheduleFn: setImmediate },
  )
  return (key) => loader.load(key)
}
