import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { v7 } from 'uuid'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { AnyCommand } from '../../src/model/index.ts'
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
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()))
})
afterAll(() => server.stop())

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
    await expect(open(appUrl).check()).rejects.toThrow(/library lacks events, .*prices: run its migrations/)
  })

  it('is named with the server setting that it lacks for the relay from the write-ahead log', async () => {
    const { appUrl, walUrl } = await server.createDatabase(migrated)
    const store = createPostgresStore({ url: appUrl, service: library, walUrl })
    opened.push(store)
    await expect(store.check()).rejects.toThrow(/library runs with wal_level=replica, .* needs wal_level=logical/)
  })

  it('is told apart from a mistake: a server that is away is retryable', async () => {
    const store = open('postgres://nobody:nothing@127.0.0.1:1/none')
    await expect(store.snapshot('018f0000-0000-7000-8000-000000000000')).rejects.toMatchObject({ retryable: true })
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
  const rowsOf = (table: string, columns: string, values: string): string =>
    `insert into ${table} (${columns}) select ${values} from generate_series(1, ${ROWS})`
  const GROW = [
    rowsOf('streams', 'stream, aggregate, version, state', `gen_random_uuid(), 'loan', 1, '{}'`),
    rowsOf('gates', 'stream, source, version, waiting', `gen_random_uuid(), '${WAREHOUSE}', 1, 0`),
    rowsOf('entries', 'stream, key, state', `gen_random_uuid(), 'Emma', '{}'`),
    rowsOf(
      'owed',
      'stream, name, id, kind, due_at, attempt, request, cause_id',
      `gen_random_uuid(), 'remind', gen_random_uuid(), 'effect', now() + interval '1 h', 1, '{}', ''`,
    ),
    rowsOf(
      'parked',
      'id, reason, source, stream, version, error, topic, kafka_partition, kafka_offset, headers, value',
      `gen_random_uuid(), 'poison', '${WAREHOUSE}', gen_random_uuid(), 1, '', '', 0, '0', '{}', ''`,
    ),
  ]
  const READ = `select relname as name, (seq_tup_read + idx_tup_fetch)::int as rows from pg_stat_user_tables
    where relname in ('streams', 'gates', 'entries', 'owed', 'parked')`

  const [LOAN, BOOK, SHELF] = [v7(), v7(), v7()]

  /** Whatever is said to the tables in the course of a loan, one row at a time. */
  async function work(store: Store, version: number): Promise<void> {
    await one(store, request(LOAN, { type: 'Open', shelfId: SHELF } as AnyCommand))
    await one(store, request(LOAN, { type: 'Lend', book: version === 1 ? 'letter' : 'Emma' } as AnyCommand))
    const { rows } = await store.claimDue(10)
    await store.postpone(rows, 0)
    await one(store, request(LOAN, { type: 'Overdue' }))
    await one(store, await message(BOOK, version, 'BookPriced', { book: BOOK, price: version }))
    await one(store, await message(LOAN, version * 2, 'BookPriced', { book: BOOK, price: version }))
    await store.unpublished(0, 10)
    await store.snapshot(LOAN)
    await store.gateVersion(WAREHOUSE, BOOK)
  }

  it.each([
    ['never seen by a vacuum', 'select 1'],
    ['found empty by a vacuum', 'vacuum analyze'],
  ])('still read single rows when the tables have grown: %s', async (_, before) => {
    const { ownerUrl, appUrl } = await server.createDatabase(migrated)
    const store = createPostgresStore({ url: appUrl, service: library })
    const client = new Client({ connectionString: ownerUrl })
    await client.connect()
    await client.query(before)
    await work(store, 1)
    for (const statement of GROW) await client.query(statement)
    await work(store, 2)
    expect(await store.gateVersion(WAREHOUSE, BOOK)).toBe(2)
    await store.close() // a session tells what it has read when it ends
    const { rows } = await client.query<{ name: string; rows: number }>(READ)
    await client.end()
    expect(rows).toHaveLength(5)
    for (const table of rows) expect(table.rows, table.name).toBeLessThan(ROWS)
  })
})

describe('the application role', () => {
  it('may not change or delete an event or a command', async () => {
    const client = new Client({ connectionString: await createDatabase() })
    await client.connect()
    for (const table of ['events', 'commands'])
      for (const statement of [`update ${table} set type = type`, `delete from ${table}`, `truncate ${table}`])
        await expect(client.query(statement)).rejects.toThrow(/permission denied/)
    await client.end()
  })
})
