import { createMemoryStore } from '../../src/memory/store.ts'
import type { Changes, Store, Transaction } from '../../src/runtime/store.ts'

/** Each await of the writer on the store. */
export const PLACES = ['begin', 'load', 'write'] as const
export type Place = (typeof PLACES)[number]

interface Trouble {
  readonly place: Place
  readonly error: Error
  /** Which writes it meets; all, where nothing is said. */
  readonly of?: (changes: Changes) => boolean
}

export interface TroubledStore extends Store {
  /** From now on; undefined: no more. */
  trouble(trouble: Trouble | undefined): void
}

/** A store in memory that fails at one place of each transaction for as long as a test says so. */
export function troubledStore(overrides: Partial<Store> = {}): TroubledStore {
  const store = createMemoryStore()
  let now: Trouble | undefined
  const failAt = (place: Place, changes?: Changes): void => {
    if (now?.place === place && (!changes || (now.of?.(changes) ?? true))) throw now.error
  }
  const troubled = (inner: Transaction): Transaction => ({
    load: async (needs, unit) => {
      failAt('load')
      return inner.load(needs, unit)
    },
    write: async (changes) => {
      failAt('write', changes)
      return inner.write(changes)
    },
  })
  return {
    ...store,
    transaction: async (work) => {
      failAt('begin')
      return store.transaction((inner) => work(troubled(inner)))
    },
    ...overrides,
    trouble: (trouble) => {
      now = trouble
    },
  }
}
