import type { Service } from '../model/service.ts'
import { gateKey } from '../model/unit-of-work.ts'
import type { OutboxEntry, Store } from '../runtime/store.ts'
import { plain } from './arrays.ts'
import { afterMark, followedTopics, passAllBut, publishFurther, unfollow } from './backfill.ts'
import { readBacklog } from './backlog.ts'
import { pageOfCommands } from './commands.ts'
import { type Query, WriterConnection } from './connection.ts'
import { pageOfGates } from './gate-list.ts'
import { readEventsAfter } from './history.ts'
import { commitOutcome, findLocked } from './locked.ts'
import { lookup } from './lookup.ts'
import { checkMigrations } from './migrations.ts'
import { loadOffsets, saveOffsets } from './offsets.ts'
import { allPublished, findUnpublished } from './outbox.ts'
import { countBehind, findHoles, findParked, findResumable, pageOfParked } from './parked.ts'
import { claimDue, fail, hasten, postpone } from './pending.ts'
import { pageOfPending } from './pending-list.ts'
import { Connections } from './pool.ts'
import { countRows, readGates, readRecent, readRows, readRowsOf, readSaga, readSnapshots } from './reader.ts'
import { rebuildsOn } from './rebuilds.ts'
import { transaction } from './transaction.ts'
import { checkWal, openWal } from './wal/wal.ts'
import { DELETE_OUTBOX } from './write.ts'

/** Advisory lock that allows one sweeper per database. */
const SWEEPER_LOCK = 7_242_001

export interface PostgresStoreOptions {
  /** Of the application role, which may not change events. */
  readonly url: string
  readonly service: Service
  /** Of a login that may replicate: the relay reads the write-ahead log, and transactions leave no outbox entries. */
  readonly walUrl?: string | undefined
}

/** The store on Postgres: one pipelined connection for the writer, a small pool for everything else. */
export function createPostgresStore({ url, service, walUrl }: PostgresStoreOptions): Store {
  const writer = new WriterConnection(url)
  const connections = new Connections(url)
  const { query, read } = connections
  const views = new Map(
    service.views.map((view) => [view.name, { view, row: lookup((keys) => readRowsOf(read, view, keys)) }]),
  )
  const viewOf = (name: string) => {
    const view = views.get(name)
    if (!view) throw new Error(`${service.name} has no view ${name}`)
    return view
  }
  const snapshot = lookup((streams) => readSnapshots(read, streams))
  const wal = walUrl === undefined ? undefined : openWal(service.name, walUrl, query)
  const gate = lookup((keys) => readGates(read, keys))
  return {
    transaction: (work, options) =>
      writer.exclusively(() => transaction(writer, service, work, { ...options, withoutOutbox: wal !== undefined })),
    locked: (locks) => connections.brief((own) => findLocked(own, service, locks)),
    commitOutcome: (commit) => commitOutcome(query, commit),
    snapshot,
    snapshots: (streams) => readSnapshots(read, streams),
    recent: (aggregate) => readRecent(read, aggregate),
    row: async (view, key) => viewOf(view).row(key),
    rows: (view, page) => readRows(read, viewOf(view).view, page),
    gateVersion: async (source, stream) => (await gate(gateKey(source, stream))) ?? 0,
    eventsAfter: (stream, version, limit) => readEventsAfter(read, stream, version, limit),
    commands: (page, stream) => pageOfCommands(read, page, stream),
    gates: (page, filter) => pageOfGates(read, page, filter),
    parked: ({ limit, after }) => pageOfParked(read, limit, after),
    parkedById: (id) => findParked(read, id),
    parkedBehind: (row) => countBehind(read, row),
    resumable: (limit) => findResumable(query, limit),
    holes: (minAgeMs, limit) => findHoles(query, minAgeMs, limit),
    rebuilds: rebuildsOn(connections),
    progress: { load: () => loadOffsets(query), save: (steps) => saveOffsets(query, steps) },
    pending: (page, stream) => pageOfPending(read, page, stream),
    claimDue: (limit, startAgain = []) => claimDue(query, limit, startAgain),
    postpone: (rows, afterMs) => postpone(query, rows, afterMs),
    fail: (row, afterMs, error) => fail(query, row, afterMs, error),
    backlog: () => readBacklog(read),
    count: (view) => countRows(read, viewOf(view).view),
    sagaOfStream: (stream) => readSaga(read, stream),
    hasten: (effects, limit) => hasten(query, effects, limit),
    unpublished: (minAgeMs, limit) => connections.transaction((own) => sweep(own, minAgeMs, limit)),
    published: (pageSize) => allPublished(query, pageSize),
    publishFurther: (topic, limit, publish) => connections.session((own) => publishFurther(own, topic, limit, publish)),
    afterMark: (topic) => afterMark(query, topic),
    passAllBut: (topic, ids) => passAllBut(query, topic, ids),
    followedTopics: () => followedTopics(query),
    unfollow: (topic) => unfollow(query, topic),
    acknowledge: async (ids) => void (await query('acknowledge', DELETE_OUTBOX, [plain(ids)])),
    forgetAnswers: async (olderThanMs) => void (await query('forget_answers', FORGET_ANSWERS, [olderThanMs])),
    wal,
    check: async () => {
      await checkMigrations(connections.read, service)
      if (wal) await checkWal(connections.read, service.name)
    },
    close: async () => {
      await writer.close()
      await connections.close()
    },
  }
}

/** In portions, because of the statement timeout. */
const FORGET_ANSWERS = `delete from answers where ctid = any(array(
    select ctid from answers where created_at < now() - $1 * interval '1 ms' limit 5000))`

/** Undefined while another process sweeps. */
async function sweep(query: Query, minAgeMs: number, limit: number): Promise<OutboxEntry[] | undefined> {
  const [lock] = await query<{ mine: boolean }>('lock_sweeper', 'select pg_try_advisory_xact_lock($1) as mine', [
    SWEEPER_LOCK,
  ])
  return lock?.mine ? findUnpublished(query, minAgeMs, limit) : undefined
}
