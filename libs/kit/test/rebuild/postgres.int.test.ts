import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AnyCommand, Service } from '../../src/model/index.ts'
import { pairKey, UnitOfWork } from '../../src/model/unit-of-work.ts'
import { createPostgresStore, migrate } from '../../src/postgres/index.ts'
import type { RunningRuntime } from '../../src/runtime/index.ts'
import type { Store } from '../../src/runtime/store.ts'
import { request } from '../inputs.ts'
import { type Database, type PostgresServer, startPostgres } from '../postgres-server.ts'
import { lendings, rebuildOf, rowsOf, shop, startShop, tallies, Warehouse } from './shop.ts'
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

/** The same views; of each lending it says also how long the title is. */
const changed: Service = {
  ...shop,
  views: [
    tallies,
    {
      ...lendings,
      on: {
        BookLent: {
          ...lendings.on.BookLent,
          row: (_: null, lent: { book: string }) => ({
            ...lendings.on.BookLent.row(null, lent),
            letters: lent.book.length,
          }),
        },
      },
    },
  ],
}

it('a changed definition with a new column is rolled out while the service works, and taken back', async () => {
  const { appUrl, ownerUrl } = await server.createDatabase(migrated)
  const open = (service: Service): Store => {
    const store = createPostgresStore({ url: appUrl, service })
    opened.set(store, appUrl)
    return store
  }
  const warehouse = new Warehouse(Math.random)
  const lend = (runtime: RunningRuntime, book: string) => {
    const input = request(v7(), { type: 'Lend', book } as AnyCommand)
    return input.kind === 'request' ? runtime.submit(input.request) : undefined
  }
  const before = await startShop(open(shop), warehouse)
  await lend(before, 'Emma')
  // The running version does not mind the column.
  const owner = new Client({ connectionString: ownerUrl })
  await owner.connect()
  await owner.query('alter table lendings add column letters integer')
  await owner.end()
  await lend(before, 'Persuasion')
  await before.stop()

  const store = open(changed)
  const runtime = await startShop(store, warehouse, changed)
  const [, view = lendings] = changed.views
  const rows = async () => (await rowsOf(store, view)).map(({ book, letters }) => `${book} ${letters}`)
  let isOver = false
  const traffic = (async () => {
    for (let count = 0; !isOver; count += 1) await lend(runtime, `Sanditon ${count % 9}`)
  })()
  await expect.poll(rows).toEqual(['Emma null', 'Persuasion null', 'Sanditon 10'])
  const settled = async () => (await rebuildOf(runtime, view))?.status
  const swap = async (): Promise<void> => {
    const at = (await rebuildOf(runtime, view))?.swappedAt
    expect(await runtime.views.swap(view, { id: v7(), why: 'a column is new' })).toBe('ordered')
    await expect.poll(async () => (await rebuildOf(runtime, view))?.swappedAt).not.toBe(at)
  }
  expect(await runtime.views.rebuild(view)).toBe('begun')
  await expect.poll(settled).toBe('differs')
  expect((await rebuildOf(runtime, view))?.differences).toMatchObject([
    { key: 'Emma', live: { letters: null }, rebuilt: { letters: 4 } },
    { key: 'Persuasion', live: { letters: null }, rebuilt: { letters: 10 } },
  ])
  await swap()
  expect(await rows()).toEqual(['Emma 4', 'Persuasion 10', 'Sanditon 10'])
  await swap()
  expect(await rows()).toEqual(['Emma null', 'Persuasion null', 'Sanditon 10'])
  await swap()
  isOver = true
  await traffic
  expect(await rows()).toEqual(['Emma 4', 'Persuasion 10', 'Sanditon 10'])
  await runtime.stop()
})

it('rows of one transaction need not have the same fields', async () => {
  const { appUrl, ownerUrl } = await server.createDatabase(migrated)
  const owner = new Client({ connectionString: ownerUrl })
  await owner.connect()
  await owner.query('alter table lendings add column letters integer')
  await owner.end()
  const store = createPostgresStore({ url: appUrl, service: changed })
  opened.set(store, appUrl)
  await store.transaction(async (transaction) => {
    const unit = new UnitOfWork()
    unit.rows.set(pairKey('lendings', 'Emma'), { book: 'Emma', last: 'Emma' })
    unit.rows.set(pairKey('lendings', 'Sanditon'), { book: 'Sanditon', last: 'Sanditon', letters: 8 })
    await transaction.write({ unit, events: [], acknowledged: [] })
  })
  expect(await rowsOf(store, lendings)).toMatchObject([{ letters: null }, { letters: 8 }])
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
