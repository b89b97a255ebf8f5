import { createServer, connect as dial, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { v7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AnyCommand } from '../../src/model/index.ts'
import { createPostgresStore, migrate } from '../../src/postgres/index.ts'
import {
  Health,
  type RunningRuntime,
  SILENT_LOGGER,
  SILENT_METER,
  SYSTEM,
  startRuntime,
} from '../../src/runtime/index.ts'
import type { Store } from '../../src/runtime/store.ts'
import { FakeLog } from '../fakes.ts'
import { record, WAREHOUSE } from '../inputs.ts'
import { jsonCodec, library } from '../library.ts'
import { type Database, type PostgresServer, startPostgres } from '../postgres-server.ts'

const directory = fileURLToPath(new URL('../migrations', import.meta.url))
let server: PostgresServer
let migrated: Database
let database: Database
let admin: Client
let store: Store
let log: FakeLog
let runtime: RunningRuntime
let health: Health
let wire: Wire

beforeAll(async () => {
  server = await startPostgres()
  migrated = await server.createDatabase()
  await migrate({ url: migrated.ownerUrl, directory, appRole: migrated.appRole })
})
afterAll(() => server.stop())

/** What lies between the service and its database: it can fall silent without closing anything. */
class Wire {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  constructor(to: URL) {
    this.#server = createServer((client) => {
      const upstream = dial(Number(to.port), to.hostname)
      for (const [from, into] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        from.on('data', (bytes) => into.write(bytes))
        from.on('error', () => into.destroy())
        from.on('close', () => into.destroy())
        this.#sockets.add(from)
      }
    })
  }

  listen(): Promise<number> {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => resolve((this.#server.address() as { port: number }).port))
    })
  }

  /** Connections of now say nothing any more; new ones do. */
  silenceAll(): void {
    const silent = [...this.#sockets]
    for (const socket of silent) socket.removeAllListeners('data').resume()
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
  }
}

beforeEach(async () => {
  database = await server.createDatabase(migrated)
  admin = new Client({ connectionString: database.ownerUrl.replace('owner:owner', 'postgres:postgres') })
  await admin.connect()
  const url = new URL(database.appUrl)
  wire = new Wire(new URL(url))
  url.port = String(await wire.listen())
  store = createPostgresStore({ url: url.href, service: library })
  log = new FakeLog()
  health = new Health(SILENT_LOGGER)
  const parts = {
    service: library,
    store,
    log,
    codec: jsonCodec,
    ports: {},
    logger: SILENT_LOGGER,
    meter: SILENT_METER,
    ...SYSTEM,
  }
  runtime = await startRuntime({ ...parts, health })
  return async () => {
    await runtime.stop()
    await store.close()
    wire.close()
    await admin.end()
  }
})

const request = (stream: string, command: AnyCommand = { type: 'Open' }) =>
  runtime.submit({
    cause: { id: v7(), traceparent: undefined },
    by: 'guest',
    aggregate: 'loan',
    stream,
    reads: [],
    command: () => command,
  })
const lend = (stream: string, version: number) =>
  log.deliver(record(stream, version, 'BookFound', { loanId: stream, book: `book ${version}` }))
const reached = (stream: string) => store.gateVersion(WAREHOUSE, stream).catch(() => -1)
const RECOVERY = { timeout: 8_000, interval: 50 }

/** `begin` and `end` surround three seconds in which messages and requests come in. */
async function endure(begin: () => Promise<unknown>, end: () => Promise<unknown>): Promise<string[]> {
  const [before, during, idle] = [v7(), v7(), v7()]
  await lend(before, 1)
  await begin()
  void lend(before, 2)
  void lend(during, 1)
  void log.deliver(record(idle, 1, 'ShelfPainted', {}))
  const since = Date.now()
  const answer = request(v7()).then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  )
  await sleep(3_000)
  const troubles = health.troubles.map(({ what }) => what)
  await end()
  expect(await answer).toMatch(/accepted|store-unavailable|outcome-unknown/)
  expect(Date.now() - since).toBeLessThan(6_000)
  await expect.poll(() => reached(during), RECOVERY).toBe(1)
  await expect.poll(() => reached(before), RECOVERY).toBe(2)
  await expect
    .poll(
      () =>
        log.flush().then(
          () => reached(idle),
          () => -1,
        ),
      RECOVERY,
    )
    .toBe(1)
  expect(await request(v7())).toMatchObject({ kind: 'accepted' })
  expect(await store.parked({ limit: 5 })).toEqual([])
  await expect.poll(() => health.obstacle, RECOVERY).toBeUndefined()
  return troubles
}

const DATABASE = 'the database'

describe('a database that for some seconds', () => {
  const asOwner = (statement: string) => () => admin.query(statement)
  const readOnly = (on: boolean) => async () => {
    await admin.query('set default_transaction_read_only = off')
    await admin.query(`alter system set default_transaction_read_only = ${on ? 'on' : 'off'}`)
    await admin.query('select pg_reload_conf()')
  }
  const endBackends = () =>
    admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app' and datname = current_database()`,
    )

  it('is read-only, loses and parks nothing, and says so', async () => {
    expect(await endure(readOnly(true), readOnly(false))).toContain(DATABASE)
  })

  it('lets the service not log in', async () => {
    const forbid = async () => {
      await admin.query('alter role app nologin')
      await endBackends()
    }
    expect(await endure(forbid, asOwner('alter role app login'))).toContain(DATABASE)
  })

  it('ends every session again and again', async () => {
    let ending: NodeJS.Timeout | undefined
    const begin = async () => {
      ending = setInterval(endBackends, 20)
    }
    await endure(begin, async () => clearInterval(ending))
  })

  it('ends a session that was lent for a transaction, fails that transaction alone', async () => {
    await request(v7())
    const publish = async () => {
      await endBackends()
      await sleep(300)
    }
    await expect(store.publishFurther('later', 10, publish)).rejects.toMatchObject({ retryable: true })
    await expect.poll(() => request(v7()).then(({ kind }) => kind), RECOVERY).toBe('accepted')
  })

  it.each(['gates', 'streams', 'events', 'prices'])('denies the table %s', async (table) => {
    const privileges = table === 'events' ? 'select, insert' : 'select, insert, update, delete'
    await endure(asOwner(`revoke all on ${table} from app`), asOwner(`grant ${privileges} on ${table} to app`))
  })

  it('has another name for a table', async () => {
    const renamed = await endure(
      asOwner('alter table gates rename to gates_gone'),
      asOwner('alter table gates_gone rename to gates'),
    )
    expect(renamed).toContain(DATABASE)
  })

  it('lacks a column', async () => {
    const renamed = await endure(
      asOwner('alter table gates rename column waiting to waiting_gone'),
      asOwner('alter table gates rename column waiting_gone to waiting'),
    )
    expect(renamed).toContain(DATABASE)
  })

  it('has a column more, also in statements that were prepared before', async () => {
    await request(v7(), { type: 'Lend', book: 'letter' } as AnyCommand)
    await endure(asOwner('alter table owed add column note text'), asOwner('alter table owed drop column note'))
  })

  it('locks whole tables', async () => {
    const locker = new Client({ connectionString: database.ownerUrl })
    await locker.connect()
    await endure(
      async () => {
        await locker.query('begin')
        await locker.query('lock table gates, streams in access exclusive mode')
      },
      () => locker.query('rollback'),
    )
    await locker.end()
  })

  it('says nothing over any connection of now', async () => {
    await endure(
      async () => wire.silenceAll(),
      async () => {},
    )
  })

  it('raises what a trigger likes', async () => {
    await admin.query(`create function raise_it() returns trigger language plpgsql as $$ begin
      raise exception 'raised' using errcode = tg_argv[0]; end $$`)
    for (const code of ['P0001', 'XX000', '54000', '42P17', '22P02', '23514'])
      await endure(
        asOwner(`create trigger raising before insert or update on gates execute function raise_it('${code}')`),
        asOwner('drop trigger raising on gates'),
      )
  }, 90_000)
})

describe('a row that a session holds', () => {
  it.each([
    ['stream', 'streams', (stream: string) => `stream = '${stream}'`],
    ['gate', 'gates', (stream: string) => `stream = '${stream}'`],
  ])('holds up its own %s alone', async (_, table, where) => {
    const [locked, free] = [v7(), v7()]
    await lend(locked, 1)
    await lend(free, 1)
    const locker = new Client({ connectionString: database.ownerUrl })
    await locker.connect()
    await locker.query('begin')
    await locker.query(`select * from ${table} where ${where(locked)} for update`)
    void lend(locked, 2)
    await sleep(100)
    const since = Date.now()
    expect(await request(v7())).toMatchObject({ kind: 'accepted' })
    void lend(free, 2)
    await expect.poll(() => reached(free), RECOVERY).toBe(2)
    void lend(locked, 3)
    for (let count = 0; count < 20; count += 1) await request(v7())
    expect(Date.now() - since).toBeLessThan(5_000)
    expect(await reached(locked)).toBe(1)
    await locker.query('rollback')
    await expect.poll(() => reached(locked), RECOVERY).toBe(3)
    await locker.end()
  })

  it('holds up the lease, the timer and the effect of its own stream alone', async () => {
    const [locked, free] = [v7(), v7()]
    for (const stream of [locked, free]) await request(stream, { type: 'Open', dueMs: 300 } as AnyCommand)
    const locker = new Client({ connectionString: database.ownerUrl })
    await locker.connect()
    await locker.query('begin')
    await locker.query(`select * from owed where stream = '${locked}' for update`)
    const stateOf = async (stream: string) => (await store.snapshot(stream))?.state
    await expect.poll(() => stateOf(free), RECOVERY).toMatchObject({ overdue: true })
    const { rows, nextInMs } = await store.claimDue(10)
    expect([rows, nextInMs! > 0]).toEqual([[], true])
    const row = { stream: locked, name: 'overdue', id: v7(), attempt: 1 } as never
    await store.postpone([row], 1_000)
    await locker.query('rollback')
    await expect.poll(() => stateOf(locked), RECOVERY).toMatchObject({ overdue: true })
    await locker.end()
  })

  it('of a view holds up who changes it alone', async () => {
    const priced = (stream: string, version: number, book: string) =>
      log.deliver(record(stream, version, 'BookPriced', { book, price: version }))
    const [locked, free] = [v7(), v7()]
    await priced(locked, 1, 'Emma')
    const locker = new Client({ connectionString: database.ownerUrl })
    await locker.connect()
    await locker.query('begin')
    await locker.query(`select * from prices where book = 'Emma' for update`)
    void priced(locked, 2, 'Emma')
    void priced(free, 1, 'Ulysses')
    await expect.poll(() => reached(free), RECOVERY).toBe(1)
    expect(await reached(locked)).toBe(1)
    await expect.poll(() => health.troubles.map(({ what }) => what), RECOVERY).toContain('access to locked rows')
    expect(health.obstacle).toBeUndefined()
    await locker.query('rollback')
    await expect.poll(() => reached(locked), RECOVERY).toBe(2)
    await locker.end()
  })

  it('of a companion holds up who needs it alone', async () => {
    const [shelfId, other] = [v7(), v7()]
    for (const shelf of [shelfId, other]) await request(v7(), { type: 'Open', shelfId: shelf } as AnyCommand)
    const locker = new Client({ connectionString: database.ownerUrl })
    await locker.connect()
    await locker.query('begin')
    await locker.query(`select * from streams where stream = '${shelfId}' for update`)
    const refused = request(v7(), { type: 'Open', shelfId } as AnyCommand).catch(({ code }) => code)
    await sleep(100)
    const since = Date.now()
    for (let count = 0; count < 2; count += 1)
      expect(await request(v7(), { type: 'Open', shelfId: other } as AnyCommand)).toMatchObject({ kind: 'accepted' })
    expect(Date.now() - since).toBeLessThan(3_000)
    expect(await refused).toBe('store-unavailable')
    await locker.query('rollback')
    expect(await request(v7(), { type: 'Open', shelfId } as AnyCommand)).toMatchObject({ kind: 'accepted' })
    await locker.end()
  })

  it('tells who needs it in time, and then does not do it', async () => {
    const stream = v7()
    await request(stream)
    const locker = new Client({ connectionString: database.ownerUrl })
    await locker.connect()
    await locker.query('begin')
    await locker.query(`select * from streams where stream = '${stream}' for update`)
    const since = Date.now()
    await expect(request(stream, { type: 'Overdue' })).rejects.toMatchObject({ code: 'store-unavailable' })
    expect(Date.now() - since).toBeLessThan(6_000)
    await locker.query('rollback')
    await sleep(1_500)
    expect(await store.snapshot(stream)).toMatchObject({ version: 1 })
    await locker.end()
  })
})
