import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterAll, beforeAll, describe } from 'vitest'
import { createPostgresStore, migrate } from '../../src/postgres/index.ts'
import type { Store } from '../../src/runtime/store.ts'
import { type Database, type PostgresServer, startPostgres } from '../postgres-server.ts'
import { shop } from './shop.ts'
import { rebuildSuite } from './suite.ts'

const directory = fileURLToPath(new URL('../migrations', import.meta.url))
let server: PostgresServer
let migrated: Database
const opened = new Map<Store, string>()

beforeAll(async () => {
  server = await startPostgres()
  migrated = await server.createDatabase()
  await migrate({ url: migrated.ownerUrl, directory, appRole: migrated.appRole })
})
afterAll(async () => {
  await Promise.all([...opened.keys()].map((store) => store.close()))
  await server.stop()
})

describe('on Postgres', () =>
  rebuildSuite({
    seeds: [4, 5],
    create: async () => {
      const { appUrl } = await server.createDatabase(migrated)
      const store = createPostgresStore({ url: appUrl, service: shop })
      opened.set(store, appUrl)
      return store
    },
    age: async (store, ms) => {
      const client = new Client({ connectionString: opened.get(store) as string })
      await client.connect()
      await client.query(`update rebuilds set alive_at = alive_at - $1 * interval '1 ms'`, [ms])
      await client.end()
    },
  }))
