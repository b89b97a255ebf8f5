import DataLoader from 'dataloader'

const MAX_KEYS = 500

/** Looks up single keys; lookups of the same turn share one query. Caches nothing. */
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
