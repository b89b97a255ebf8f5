import { describe } from 'vitest'
import { createMemoryStore } from '../../src/memory/store.ts'
import { Tables } from '../../src/memory/tables.ts'
import type { Store } from '../../src/runtime/store.ts'
import { restoreSuite } from './suite.ts'

const opened = new Map<Store, Tables>()

function open(tables = new Tables(Date.now)): Store {
  const store = createMemoryStore(Date.now, tables)
  opened.set(store, tables)
  return store
}

describe('in memory', () =>
  restoreSuite({
    create: async () => open(),
    copy: async (store) => open(opened.get(store)?.copy()),
  }))
