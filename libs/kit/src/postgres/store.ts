import { Pool, type PoolClient } from 'pg'
import type { Service } from '../model/service.ts'
import { gateKey } from '../model/world.ts'
import type { OutboxEntry, Store, Transaction } from '../runtime/store.ts'
import { plain } from './arrays.ts'
import { numbers, type Query, SESSION_OPTIONS, WriterConnection } from './connection.ts'
import { followedTopics, publishFurther } from './editions.ts'
import { mapError } from './errors.ts'
import { load } from './load.ts'
import { lookup } from './lookup.ts'
import { checkMigrations } from './migrations.ts'
import { allPublished, findUnpublished } from './outbox.ts'
import { claimDue, fail, failing, hasten, postpone } from './owed.ts'
import { findParked, findResumable, pageOfParked } from './parked.ts'
import { pageOfPending } from './pending.ts'
import { readGates, readHeads, readRows, readRowsOf } from './reader.ts'
import { together } from './together.ts'
import { DELETE_OUTBOX, write } from './write.ts'

const READ_CONNECTIONS = 4
const CONNECT_TIMEOUT_MS = 3_000
/** One sweeper per database: whoever holds this advisory lock. */
const SWEEPER_LOCK = 7_242_001

export interface PostgresStoreOptions {
  /** Of the application role, which may not change events. */
  readonly url: string
  readonly service: Service
}

/** The store on Postgres: one pipelined connection for the writer, a small pool for everything else. */
export function createPostgresStore({ url, service }: PostgresStoreOptions): Store {
  const writer = new WriterConnection(url)
  const pool = new Pool({
    connectionString: url,
    max: READ_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    options: SESSION_OPTIONS,
    types: numbers,
  })
  pool.on('error', () => undefined)
  const query = mapped(prepared(pool))
  const views = new Map(
    service.views.map((view) => [view.name, { view, row: lookup((keys) => readRowsOf(query, view, keys)) }]),
  )
  const viewOf = (name: string) => {
    const view = views.get(name)
    if (!view) throw new Error(`${service.name} has no view ${name}`)
    return view
  }
  const head = lookup((streams) => readHeads(query, streams))
  const gate = lookup((keys) => readGates(query, keys))
  return {
    transaction: (work) => writer.exclusively(() => transaction(writer, service, work)),
    head,
    heads: (streams) => readHeads(query, streams),
    row: async (view, key) => viewOf(view).row(key),
    rows: (view, page) => readRows(query, viewOf(view).view, page),
    gateVersion: async (source, stream) => (await gate(gateKey(source, stream))) ?? 0,
    parked: ({ limit, after }) => pageOfParked(query, limit, after),
    parkedById: (id) => findParked(query, id),
    resumable: (limit) => findResumable(query, limit),
    dropParked: async (id) => void (await query('drop_parked', 'delete from parked where id = $1', [id])),
    pending: (page, stream) => pageOfPending(query, page, stream),
    claimDue: (limit, startAgain = []) => claimDue(query, limit, startAgain),
    postpone: (rows, afterMs) => postpone(query, rows, afterMs),
    fail: (row, afterMs, error) => fail(query, row, afterMs, error),
    failing: () => failing(query),
    hasten: (effects, limit) => hasten(query, effects, limit),
    unpublished: (minAgeMs, limit) => apart(pool, (query) => sweep(query, minAgeMs, limit)),
    published: (pageSize) => allPublished(query, pageSize),
    publishFurther: (topic, limit, publish) => apart(pool, (own) => publishFurther(own, topic, limit, publish)),
    followedTopics: () => followedTopics(query),
    acknowledge: async (ids) => void (await query('acknowledge', DELETE_OUTBOX, [plain(ids)])),
    forgetAnswers: async (olderThanMs) => void (await query('forget_answers', FORGET_ANSWERS, [olderThanMs])),
    check: () => checkMigrations(query, service),
    close: async () => {
      await writer.reset()
      await pool.end()
    },
  }
}

const FORGET_ANSWERS = `delete from answers where created_at < now() - $1 * interval '1 ms'`

const prepared =
  (client: Pool | PoolClient): Query =>
  async (name, text, values = []) =>
    (await client.query({ name, text, values: [...values] })).rows

const mapped =
  (query: Query): Query =>
  async (...statement) => {
    try {
      return await query(...statement)
    } catch (error) {
      throw mapError(error)
    }
  }

/** Two round trips: begin with the loads, the writes with commit. */
async function transaction<T>(
  writer: WriterConnection,
  service: Service,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const query = await writer.query()
  let ended = false
  const begun = query('begin', 'begin')
  begun.catch(() => undefined)
  try {
    const result = await work({
      load: async (needs, world) => (await together([load(query, service, needs, world), begun]))[0],
      write: async (changes) => {
        ended = true
        const [outboxId] = await together([write(query, service.views, changes), query('commit', 'commit')])
        return { outboxId }
      },
    })
    if (!ended) await query('commit', 'commit')
    return result
  } catch (error) {
    await query('rollback', 'rollback').catch(() => writer.reset())
    throw mapError(error)
  }
}

/** A transaction of its own, beside the writer's. */
async function apart<T>(pool: Pool, work: (query: Query) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error) => Promise.reject(mapError(error)))
  const query = mapped(prepared(client))
  try {
    await query('begin', 'begin')
    const result = await work(query)
    await query('commit', 'commit')
    client.release()
    return result
  } catch (error) {
    client.release(true)
    throw error
  }
}

/** Undefined while another process sweeps. */
async function sweep(query: Query, minAgeMs: number, limit: number): Promise<OutboxEntry[] | undefined> {
  const [lock] = await query<{ mine: boolean }>('lock_sweeper', 'select pg_try_advisory_xact_lock($1) as mine', [
    SWEEPER_LOCK,
  ])
  return lock?.mine ? findUnpublished(query, minAgeMs, limit) : undefined
}
