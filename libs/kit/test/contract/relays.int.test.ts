import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import { createMemoryStore } from '../../src/memory/store.ts'
import { createPostgresStore, migrate } from '../../src/postgres/index.ts'
import type { Store } from '../../src/runtime/store.ts'
import { WAL_MARK } from '../../src/runtime/wal.ts'
import { library } from '../library.ts'
import { type Database, type PostgresServer, startPostgres } from '../postgres-server.ts'
import { relayContract } from './relay-contract.ts'

const directory = fileURLToPath(new URL('../migrations', import.meta.url))
let server: PostgresServer
let migrated: Database
const opened = new Map<Store, Database>()

beforeAll(async () => {
  server = await startPostgres(['wal_level=logical'])
  migrated = await server.createDatabase()
  await migrate({ url: migrated.ownerUrl, directory, appRole: migrated.appRole, forWal: true })
})
afterEach(async () => {
  await Promise.all([...opened.keys()].map((store) => store.close()))
  opened.clear()
})
afterAll(() => server.stop())

function open(database: Database, isWal: boolean): Store {
  const store = createPostgresStore({
    url: database.appUrl,
    service: library,
    walUrl: isWal ? database.walUrl : undefined,
  })
  opened.set(store, database)
  return store
}
const databaseOf = (store: Store): Database => opened.get(store) as Database

const inOutbox = async (store: Store): Promise<number> => ((await store.unpublished(0, 100)) ?? []).length

/** Events behind the mark from which the table is published if the slot is lost. */
async function afterMark(store: Store): Promise<number> {
  let events = 0
  await store.publishFurther(WAL_MARK, 1_000, async (page) => {
    events += page.length
  })
  return events
}

describe('the relay from the outbox in memory', () => {
  relayContract(
    async () => createMemoryStore(),
    (store) => store,
    inOutbox,
  )
})

describe('the relay from the outbox on Postgres', () => {
  relayContract(
    async () => open(await server.createDatabase(migrated), false),
    (store) => open(databaseOf(store), false),
    inOutbox,
  )
})

describe('the relay from the write-ahead log', () => {
  relayContract(
    async () => open(await server.createDatabase(migrated), true),
    (store) => open(databaseOf(store), true),
    afterMark,
  )
})
