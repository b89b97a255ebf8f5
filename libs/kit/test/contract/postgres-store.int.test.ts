import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPostgresStore, migrate } from '../../src/postgres/index.ts'
import type { Store } from '../../src/runtime/store.ts'
import { library } from '../library.ts'
import { type Database, type PostgresServer, startPostgres } from '../postgres-server.ts'
import { storeContract } from './store-contract.ts'

const directory = fileURLToPath(new URL('../migrations', import.meta.url))
let server: PostgresServer
const opened: Store[] = []

let migrated: Database

beforeAll(async () => {
  server = await startPostgres()
  migrated = await server.createDatabase()
  await migrate({ url: migrated.ownerUrl, directory, appRole: migrated.appRole })
})
afterAll(async () => {
  await Promise.all(opened.map((store) => store.close()))
  await server.stop()
})

const createDatabase = async (): Promise<string> => (await server.createDatabase(migrated)).appUrl

const open = (url: string): Store => {
  const store = createPostgresStore({ url, service: library })
  opened.push(store)
  return store
}

describe('the store on Postgres', () => {
  const urls = new Map<Store, string>()
  storeContract(
    async () => {
      const url = await createDatabase()
      const store = open(url)
      urls.set(store, url)
      return store
    },
    (store) => open(urls.get(store) as string),
  )
})

describe('a database that is not ready', () => {
  it('is named together with what it lacks', async () => {
    const { appUrl } = await server.createDatabase()
    await expect(open(appUrl).check()).rejects.toThrow(/library lacks events, prices: run its migrations/)
  })

  it('is told apart from a mistake: a server that is away is retryable', async () => {
    const store = open('postgres://nobody:nothing@127.0.0.1:1/none')
    await expect(store.head('018f0000-0000-7000-8000-000000000000')).rejects.toMatchObject({ retryable: true })
    await expect(store.transaction(async () => 1)).rejects.toMatchObject({ retryable: true })
  })
})

describe('the application role', () => {
  it('may not change or delete an event', async () => {
    const client = new Client({ connectionString: await createDatabase() })
    await client.connect()
    for (const statement of ['update events set type = type', 'delete from events', 'truncate events'])
      await expect(client.query(statement)).rejects.toThrow(/permission denied/)
    await client.end()
  })
})
