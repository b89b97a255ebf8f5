import { describe } from 'vitest'
import { createMemoryStore } from '../../src/memory/store.ts'
import type { Store } from '../../src/runtime/store.ts'
import { rebuildSuite } from './suite.ts'

describe('in memory', () => {
  const later = new Map<Store, { ms: number }>()
  rebuildSuite({
    seeds: [1, 2, 3],
    create: async () => {
      const clock = { ms: 0 }
      const store = createMemoryStore(() => Date.now() + clock.ms)
      later.set(store, clock)
      return store
    },
    age: async (store, ms) => {
      const clock = later.get(store)
      if (clock) clock.ms += ms
    },
  })
})
