import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { v7 } from 'uuid'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createPostgresStore, migrate, slotNameOf } from '../../src/postgres/index.ts'
import type { OutboxEntry, Store } from '../../src/runtime/store.ts'
import { FakeLog } from '../fakes.ts'
import { one, request } from '../inputs.ts'
import { library } from '../library.ts'
import { type Database, type PostgresServer, startPostgres } from '../postgres-server.ts'
import { FIND_MS, startProcess, taken } from './relay-contract.ts'

const directory = fileURLToPath(new URL('../migrations', import.meta.url))
let server: PostgresServer
let migrated: Database
let database: Database
let admin: Client
const stores: Store[] = []
const stops: (() => Promise<void>)[] = []

beforeAll(async () => {
  server = await startPostgres(['wal_level=logical', 'max_slot_wal_keep_size=16MB', 'min_wal_size=32MB'])
  migrated = await server.createDatabase()
  await migrate({ url: migrated.ownerUrl, directory, appRole: migrated.appRole, forWal: true })
})
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
  await Promise.all(stores.splice(0).map((store) => store.close()))
  await admin?.end()
})
afterAll(() => server.stop())

async function fresh(): Promise<void> {
  database = await server.createDatabase(migrated)
  admin = new Client({ connectionString: database.ownerUrl.replaceAll('owner', 'postgres') })
  await admin.connect()
}

function open(relay: 'outbox' | 'wal' = 'wal'): Store {
  const walUrl = relay === 'wal' ? database.walUrl : undefined
  const store = createPostgresStore({ url: database.appUrl, service: library, walUrl })
  stores.push(store)
  return store
}

async function start(log: FakeLog, store = open()) {
  const started = await startProcess(store, log)
  stops.push(started.stop)
  return started
}

const slot = (): string => slotNameOf('library', database.name)

/** A stream with two events. */
async function lend({ submit }: Awaited<ReturnType<typeof start>>): Promise<string> {
  const stream = v7()
  await submit(stream, { type: 'Open' })
  await submit(stream, { type: 'Lend', book: 'a' })
  return stream
}

const readers = async (): Promise<number[]> => {
  const text = 'select active_pid from pg_replication_slots where slot_name = $1 and active'
  return (await admin.query<{ active_pid: number }>(text, [slot()])).rows.map((row) => row.active_pid)
}
const isReading = () => vi.waitFor(async () => expect(await readers()).toHaveLength(1), FIND_MS)

describe('a slot that is lost', () => {
  it('because somebody dropped it: what nobody read is published from the table, once, and it is said loudly', async () => {
    await fresh()
    const log = new FakeLog()
    const first = await start(log)
    const before = await lend(first)
    await vi.waitFor(() => expect(taken(log).get(before)).toBe(2), FIND_MS)
    log.beforeSend = () => {
      throw new Error('no broker')
    }
    const unread = await lend(first)
    await first.stop()
    await vi.waitFor(async () => expect(await readers()).toEqual([]), FIND_MS)
    await admin.query('select pg_drop_replication_slot($1)', [slot()])

    const late = new FakeLog()
    const second = await start(late)
    const after = await lend(second)
    await vi.waitFor(
      () => expect(taken(log, late)).toEqual(new Map([before, unread, after].map((id) => [id, 2]))),
      FIND_MS,
    )
    expect(late.sent.map(({ key }) => key)).toEqual([unread, unread, after, after])
    expect(second.meter.slotsLost).toBe(1)
    expect(second.lines).toContain('the replication slot is lost: publishing from the table what it has not brought')
    expect(second.lines).toContain('the replication slot is replaced: nothing is missing on the topic')
  })

  it('because the server kept too much for it: readiness says so, and nothing is missing when the broker is back', async () => {
    await fresh()
    const log = new FakeLog()
    const process = await start(log)
    const before = await lend(process)
    await vi.waitFor(() => expect(taken(log).get(before)).toBe(2), FIND_MS)
    log.beforeSend = () => {
      throw new Error('no broker')
    }
    const streams = [await lend(process), await lend(process)]
    await admin.query('create table ballast (filling text)')
    for (let files = 0; files < 6; files += 1) {
      await admin.query("insert into ballast select repeat('x', 100) from generate_series(1, 1000)")
      await admin.query('select pg_switch_wal()')
    }
    await admin.query('checkpoint')
    await vi.waitFor(
      () =>
        expect(process.health.troubles.find(({ what }) => what === 'the replication slot')?.reason).toMatch(
          /was invalidated \(wal_removed\); publishing from the table: no broker/,
        ),
      FIND_MS,
    )
    streams.push(await lend(process))
    log.beforeSend = () => {}
    await vi.waitFor(
      () => expect(taken(log)).toEqual(new Map([before, ...streams].map((stream) => [stream, 2]))),
      FIND_MS,
    )
    expect(process.meter.slotsLost).toBe(1)
  })

  it('because a restored database has taken the place of its own: the new one is read', async () => {
    await fresh()
    const log = new FakeLog()
    const first = await start(log)
    const before = await lend(first)
    await vi.waitFor(() => expect(taken(log).get(before)).toBe(2), FIND_MS)
    await first.stop()
    await Promise.all([...stores.splice(0).map((store) => store.close()), admin.end()])
    const restored = await server.createDatabase(migrated)
    admin = new Client({
      connectionString: migrated.ownerUrl.replaceAll('owner', 'postgres').replace(/[^/]+$/, 'postgres'),
    })
    await admin.connect()
    await vi.waitFor(async () => expect(await readers()).toEqual([]), FIND_MS)
    await admin.query(`alter database ${database.name} rename to ${database.name}_former`)
    await admin.query(`alter database ${restored.name} rename to ${database.name}`)

    const second = await start(log)
    const after = await lend(second)
    await vi.waitFor(() => expect(taken(log)).toEqual(new Map([before, after].map((stream) => [stream, 2]))), FIND_MS)
  })
})

describe('a reader', () => {
  it('whose connection is cut again and again while two processes commit loses nothing', async () => {
    await fresh()
    const log = new FakeLog()
    const processes = [await start(log), await start(log)]
    const streams: string[] = []
    let isOver = false
    const commits = processes.flatMap((process) =>
      Array.from({ length: 4 }, async () => {
        while (!isOver) streams.push(await lend(process))
      }),
    )
    for (let cuts = 0; cuts < 5; cuts += 1) {
      await isReading()
      const sent = log.sent.length
      await vi.waitFor(() => expect(log.sent.length).toBeGreaterThan(sent), FIND_MS)
      for (const pid of await readers()) await admin.query('select pg_terminate_backend($1)', [pid])
    }
    isOver = true
    await Promise.all(commits)
    await vi.waitFor(() => expect(taken(log)).toEqual(new Map(streams.map((stream) => [stream, 2]))), FIND_MS)
  })

  it('is one of several processes; another takes over when it ends', async () => {
    await fresh()
    const log = new FakeLog()
    const first = await start(log)
    await isReading()
    const second = await start(log)
    await vi.waitFor(
      () => expect(second.lines).toContain('another process publishes; this one takes over when it ends'),
      FIND_MS,
    )
    expect(second.health.troubles).toEqual([])
    await first.stop()
    await vi.waitFor(() => expect(second.lines).toContain('publishing from the write-ahead log'), FIND_MS)
  })

  it('takes nothing while it is paused, and then all of it', async () => {
    await fresh()
    const store = open()
    const wal = store.wal!
    await wal.begin()
    expect(await wal.prepare(async () => {})).toBe('ready')
    const handed: OutboxEntry[] = []
    const reading = wal.read((entry) => void handed.push(entry))
    stops.push(() => reading.stop())
    await reading.started
    await one(store, request(v7(), { type: 'Open' }))
    await vi.waitFor(() => expect(handed).toHaveLength(1), FIND_MS)
    reading.pause()
    for (let events = 0; events < 3; events += 1) await one(store, request(v7(), { type: 'Open' }))
    expect(handed).toHaveLength(1)
    reading.resume()
    await vi.waitFor(() => expect(handed).toHaveLength(4), FIND_MS)
  })
})

it('a transaction leaves no outbox entry', async () => {
  await fresh()
  const log = new FakeLog()
  log.beforeSend = () => {
    throw new Error('no broker')
  }
  const store = open()
  await lend(await start(log, store))
  expect(await store.unpublished(0, 10)).toEqual([])
})

describe('a change of the relay', () => {
  it('loses nothing in either direction', async () => {
    await fresh()
    const log = new FakeLog()
    const away = () => {
      throw new Error('no broker')
    }
    const streams: string[] = []
    for (const relay of ['outbox', 'wal', 'outbox', 'wal'] as const) {
      log.beforeSend = () => {}
      const process = await start(log, open(relay))
      log.beforeSend = away
      streams.push(await lend(process))
      await process.stop()
    }
    log.beforeSend = () => {}
    await start(log, open('outbox'))
    await vi.waitFor(() => expect(taken(log)).toEqual(new Map(streams.map((stream) => [stream, 2]))), FIND_MS)
  })
})

describe('the login that may replicate', () => {
  it('may read no table and write none', async () => {
    await fresh()
    const client = new Client({ connectionString: database.walUrl })
    await client.connect()
    for (const text of ['select * from events', 'delete from editions', 'create table own ()'])
      await expect(client.query(text)).rejects.toThrow(/permission denied/)
    await client.end()
  })

  it('is of no use where the database was not prepared: the check says what to do', async () => {
    await fresh()
    await admin.query('drop publication bistro_events')
    await expect(open().check()).rejects.toThrow(/has no publication bistro_events/)
  })
})
