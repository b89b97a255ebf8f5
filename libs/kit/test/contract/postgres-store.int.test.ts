import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPostgresStore, migrate } from '../../src/postgres/index.ts'
import type { Store } from '../../src/runtime/store.ts'
import { message, one, request, WAREHOUSE } from '../inputs.ts'
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
    await expect(open(appUrl).check()).rejects.toThrow(/library lacks events, editions, prices: run its migrations/)
  })

  it('is told apart from a mistake: a server that is away is retryable', async () => {
    const store = open('postgres://nobody:nothing@127.0.0.1:1/none')
    await expect(store.head('018f0000-0000-7000-8000-000000000000')).rejects.toMatchObject({ retryable: true })
    await expect(store.transaction(async () => 1)).rejects.toMatchObject({ retryable: true })
  })
})

describe('a later topic', () => {
  const INSERT = `insert into events (stream, version, id, aggregate, type, time, causation_id, traceparent, published, bytes)
    values (gen_random_uuid(), 1, gen_random_uuid(), 'loan', $1, now(), '', '', true, '')`

  it('gets what was stored late, by a transaction that others have overtaken, and passes over what was rolled back', async () => {
    const url = await createDatabase()
    const [late, lost, client] = [url, url, url].map((connectionString) => new Client({ connectionString }))
    await Promise.all([late!.connect(), lost!.connect(), client!.connect()])
    const store = open(url)
    const published: string[] = []
    const further = () =>
      store.publishFurther('later', 10, async (events) => void published.push(...events.map(({ type }) => type)))

    for (const slow of [late!, lost!]) await slow.query('begin')
    await late!.query(INSERT, ['Overtaken'])
    await lost!.query(INSERT, ['RolledBack'])
    await client!.query(INSERT, ['First'])
    await further()
    expect(published).toEqual(['First'])

    await late!.query('commit')
    await lost!.query('rollback')
    await client!.query(INSERT, ['Last'])
    await further()
    await further()
    expect(published).toEqual(['First', 'Overtaken', 'Last'])
    await Promise.all([late!.end(), lost!.end(), client!.end()])
  })

  it('is served by one process at a time', async () => {
    const url = await createDatabase()
    const [store, other] = [open(url), open(url)]
    await store.publishFurther('later', 10, async () => {})
    const client = new Client({ connectionString: url })
    await client.connect()
    await client.query(INSERT, ['First'])
    await client.end()
    let beside: number | undefined = -1
    const passed = await store.publishFurther('later', 10, async () => {
      beside = await other.publishFurther('later', 10, async () => {})
    })
    expect([passed, beside]).toEqual([1, undefined])
  })
})

describe('statements that were prepared on empty tables', () => {
  const ROWS = 5_000
  const GROW = [
    `insert into streams (stream, aggregate, version, state) select gen_random_uuid(), 'loan', 1, '{}' from generate_series(1, ${ROWS})`,
    `insert into gates (stream, source, version, waiting) select gen_random_uuid(), '${WAREHOUSE}', 1, 0 from generate_series(1, ${ROWS})`,
  ]
  const SCANNED = `select relname as name, seq_tup_read::int as rows from pg_stat_user_tables where relname in ('streams', 'gates')`

  it('still read single rows when the tables have grown', async () => {
    const url = await createDatabase()
    const store = createPostgresStore({ url, service: library })
    const client = new Client({ connectionString: url })
    await client.connect()
    const [loan, book] = [v7(), v7()]
    const work = async (version: number) => {
      await one(store, request(loan, { type: 'Open' }))
      await one(store, await message(book, version, 'BookPriced', { book, price: version }))
      await store.head(loan)
      await store.gateVersion(WAREHOUSE, book)
    }
    await work(1)
    for (const statement of GROW) await client.query(statement)
    await work(2)
    expect(await store.gateVersion(WAREHOUSE, book)).toBe(2)
    await store.close() // a session tells what it has read when it ends
    const { rows } = await client.query<{ name: string; rows: number }>(SCANNED)
    await client.end()
    expect(rows).toHaveLength(2)
    for (const table of rows) expect(table.rows, table.name).toBeLessThan(ROWS)
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
