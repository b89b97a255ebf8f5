import { CLOSED_GATE, type Gate } from '../model/gate.ts'
import type { StoredAnswer } from '../model/input.ts'
import type { Needs } from '../model/plan.ts'
import type { Service } from '../model/service.ts'
import { gateKey, type PendingRow, pairKey, type Snapshot, splitKey, type UnitOfWork } from '../model/unit-of-work.ts'
import type { AnyView, Row } from '../model/view.ts'
import type { StoredParked } from '../runtime/store.ts'
import { amongPairs } from './among.ts'
import { pairs, plain, texts } from './arrays.ts'
import { columnOf, tableOf, toRow } from './columns.ts'
import { combine, type Part } from './combine.ts'
import type { Query } from './connection.ts'
import { findParkedForRows, findParkedOfGates, lookAtPlaces } from './parked.ts'
import { together } from './together.ts'

/** Every process locks gates, snapshots and rows in this order and, within each, by key: that avoids deadlocks. */
const LOAD_GATES = `select stream, source, version, event_id, waiting from gates
  where ${amongPairs('stream', 'source')} order by stream, source for update`

const LOAD_SNAPSHOTS = `select stream, aggregate, version, state, link from streams
  where stream = any($1::uuid[]) order by stream for update`

/** Includes the streams' known companions. */
const LOAD_LINKED_SNAPSHOTS = `select stream, aggregate, version, state, link from streams where stream = any(
    $1::uuid[] || array(select link from streams where stream = any($1::uuid[]) and link is not null)
  ) order by stream for update`

/** Looks up each key, as a stream may have ten thousand substates. */
const LOAD_SUBSTATES = `select found.* from unnest($1::uuid[], $2::text[]) as wanted (stream, key) cross join lateral (
    select stream, key, state from entries where stream = wanted.stream and key = wanted.key offset 0
  ) as found`

const LOAD_PENDING = `select * from owed where ${amongPairs('stream', 'name')} order by stream, name for update`

const LOAD_ANSWERS = 'select key, fingerprint, status, headers, body from answers where key = any($1::text[])'

interface Found {
  readonly gates?: readonly GateRecord[] | null
  readonly snapshots?: readonly HeadRecord[] | null
  readonly pending?: readonly PendingRowRecord[] | null
  readonly answers?: readonly AnswerRecord[] | null
  readonly transaction: string
}

export interface Loaded {
  /** Parked messages that may be next. */
  readonly parked: readonly StoredParked[]
  /** The transaction's id at the server; undefined if none of the kit's tables was read. */
  readonly transaction: string | undefined
}

/** Sends all statements before it waits for the first result. */
export async function load(query: Query, service: Service, needs: Needs, unit: UnitOfWork): Promise<Loaded> {
  const [transaction, , , ...found] = await together([
    loadOwn(query, service, needs, unit),
    loadSubstates(query, needs.substates, unit),
    lookAtPlaces(query, needs.parkedPlaces, unit),
    ...service.views.flatMap((view) => [
      loadRows(query, view, needs.rowsToChange, 'for update', unit),
      loadRows(query, view, needs.rowsToRead, '', unit),
    ]),
    needs.parkedOfGates.size > 0 && findParkedOfGates(query, needs.parkedOfGates),
    needs.parkedForRows.size > 0 && findParkedForRows(query, needs.parkedForRows),
  ])
  for (const key of [...needs.parkedOfGates, ...needs.parkedForRows]) unit.searched.add(key)
  return { parked: found.flatMap((rows) => rows || []), transaction }
}

/**
 * Loads locked tables in one statement: each further statement would cost a light load as much as the rows that
 * it returns. A locked row is read as of when the lock is granted; a row that another process inserts meanwhile is not
 * seen, and its insertion here is a conflict.
 */
async function loadOwn(query: Query, service: Service, needs: Needs, unit: UnitOfWork): Promise<string | undefined> {
  const parts = [...partsFor(service, needs)]
  if (parts.length === 0) return undefined
  const columns = parts.map(([name]) => `(select json_agg(${name}) from ${name}) as ${name}`)
  const { name, text, values } = combine(parts, `select ${columns}, pg_current_xact_id()::text as transaction`)
  const [found] = await query<Found>(name, text, values)
  loadGates(found?.gates ?? [], needs.gates, unit)
  loadSnapshots(found?.snapshots ?? [], needs.snapshots, unit)
  loadPending(found?.pending ?? [], needs.pending, unit)
  loadAnswers(found?.answers ?? [], needs.answers, unit)
  return found?.transaction
}

function* partsFor(
  service: Service,
  { gates, snapshots, pending, answers }: Needs,
): Generator<Part & { 0: keyof Found }> {
  if (gates.size > 0) yield ['gates', LOAD_GATES, pairs(gates)]
  if (snapshots.size > 0)
    yield ['snapshots', hasCompanions(service) ? LOAD_LINKED_SNAPSHOTS : LOAD_SNAPSHOTS, [plain([...snapshots])]]
  if (pending.size > 0) yield ['pending', LOAD_PENDING, pairs(pending)]
  if (answers.size > 0) yield ['answers', LOAD_ANSWERS, [texts([...answers])]]
}

const hasCompanions = ({ aggregates }: Service): boolean => aggregates.some(({ companion }) => companion)

export interface GateRecord {
  readonly stream: string
  readonly source: string
  readonly version: number
  readonly event_id: string | null
  readonly waiting: number
}

function loadGates(rows: readonly GateRecord[], keys: Set<string>, unit: UnitOfWork): void {
  for (const key of keys) unit.gates.load(key, null)
  for (const row of rows) {
    const gate: Gate = { version: row.version, eventId: row.event_id ?? CLOSED_GATE.eventId, waiting: row.waiting }
    unit.gates.load(gateKey(row.source, row.stream), gate)
  }
}

function loadSnapshots(rows: readonly HeadRecord[], streams: Set<string>, unit: UnitOfWork): void {
  for (const stream of streams) unit.snapshots.load(stream, null)
  for (const row of rows) unit.snapshots.load(row.stream, toSnapshot(row))
}

export type HeadRecord = Omit<Snapshot, 'link'> & { stream: string; link: string | null }
export const toSnapshot = ({ aggregate, version, state, link }: HeadRecord): Snapshot => ({
  aggregate,
  version,
  state,
  link: link ?? undefined,
})

/** Entries are guarded by their stream's lock: a later statement sees all that was committed before it was granted. */
async function loadSubstates(query: Query, keys: Set<string>, unit: UnitOfWork): Promise<void> {
  if (keys.size === 0) return
  for (const key of keys) unit.substates.load(key, null)
  type Record = { stream: string; key: string; state: unknown }
  for (const { stream, key, state } of await query<Record>('load_substates', LOAD_SUBSTATES, pairs(keys)))
    unit.substates.load(pairKey(stream, key), state)
}

async function loadRows(
  query: Query,
  view: AnyView,
  keys: Set<string>,
  lock: 'for update' | '',
  unit: UnitOfWork,
): Promise<void> {
  const wanted = [...keys].filter((key) => splitKey(key)[0] === view.name)
  if (wanted.length === 0) return
  for (const key of wanted) unit.rows.load(key, null)
  const column = columnOf(view.key)
  const text = `select * from ${tableOf(view)} where ${column} = any($1::text[]) order by ${column} ${lock}`
  for (const record of await query<Row>(`load_${view.name}_${lock.slice(0, 3)}`, text, [
    wanted.map((key) => splitKey(key)[1]),
  ])) {
    const row = toRow(record)
    unit.rows.load(pairKey(view.name, String(row[view.key])), row)
  }
}

export interface PendingRowRecord {
  stream: string
  name: string
  id: string
  kind: 'timer' | 'effect'
  /** Text if it comes from JSON. */
  due_at: Date | string
  attempt: number
  request: object
  cause_id: string
  traceparent: string | null
  last_error: string | null
}

export const toPendingRow = (row: PendingRowRecord): PendingRow => ({
  id: row.id,
  stream: row.stream,
  name: row.name,
  kind: row.kind,
  due: { at: new Date(row.due_at).toISOString() },
  attempt: row.attempt,
  request: row.request,
  cause: { id: row.cause_id, traceparent: row.traceparent ?? undefined },
  ...(row.last_error !== null && { lastError: row.last_error }),
})

function loadPending(rows: readonly PendingRowRecord[], keys: Set<string>, unit: UnitOfWork): void {
  for (const key of keys) unit.pending.load(key, null)
  for (const row of rows) unit.pending.load(pairKey(row.stream, row.name), toPendingRow(row))
}

type AnswerRecord = StoredAnswer & { readonly key: string; readonly fingerprint: string }

function loadAnswers(rows: readonly AnswerRecord[], keys: Set<string>, unit: UnitOfWork): void {
  for (const key of keys) unit.answers.load(key, null)
  for (const { key, fingerprint, status, headers, body } of rows)
    unit.answers.load(key, { fingerprint, answer: { status, headers, body } })
}
