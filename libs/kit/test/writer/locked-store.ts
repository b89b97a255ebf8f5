import { NO_LOCKS } from '../../src/model/locks.ts'
import { StoreLocked } from '../../src/runtime/store.ts'
import { troubledStore } from './troubled-store.ts'

/** A store in which another session holds the row of one stream. */
export function lockedStore() {
  const held = new Set<string>()
  const store = troubledStore()
  return {
    ...store,
    held,
    transaction: (work: Parameters<typeof store.transaction>[0]) =>
      store.transaction((inner) =>
        work({
          load: async (needs, unit) => {
            if ([...needs.snapshots].some((stream) => held.has(stream))) throw new StoreLocked('canceled')
            return inner.load(needs, unit)
          },
          write: inner.write,
        }),
      ) as never,
    locked: async ({ snapshots }: { snapshots: ReadonlySet<string> }) => ({
      ...NO_LOCKS,
      snapshots: new Set([...snapshots].filter((stream) => held.has(stream))),
    }),
  }
}
