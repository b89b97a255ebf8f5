import { CLOSED_GATE, type Gate } from '../model/gate.ts'
import type { StoredAnswer } from '../model/input.ts'
import type { Needs } from '../model/plan.ts'
import type { AnyView, Row } from '../model/view.ts'
import { gateKey, type Head, type OwedRow, pairKey, splitKey, type World } from '../model/world.ts'
import type { StoredParked } from '../runtime/store.ts'
import { pairs, plain } from './arrays.ts'
import { columnOf, tableOf, toRow } from './columns.ts'
import type { Query } from './connection.ts'
import { findParkedForRows, findParkedOfGates } from './parked.ts'
import { together } from './together.ts'

/** Gates, heads and rows are locked in that order and, within each, by key: the same order in every process. */
const LOAD_GATES = `select stream, source, version, event_id, waiting from gates
  where (stream, source) in (select * from unnest($1::uuid[], $2::text[])) order by stream, source for update`

const LOAD_HEADS = `select stream, aggregate, version, state, link from streams where stream in (
    select unnest($1::uuid[]) union select link from streams where stream = any($1::uuid[])
  ) order by stream for update`

const LOAD_ENTRIES = `select stream, key, state from entries
  where (stream, key) in (select * from unnest($1::uuid[], $2::text[]))`

const LOAD_OWED = `select * from owed where (stream, name) in (select * from unnest($1::uuid[], $2::text[])) for update`

const LOAD_ANSWERS = 'select key, fingerprint, status, headers, body from answers where key = any($1::text[])'

/** Sends every statement before it waits for the first answer. */
export async function load(
  query: Query,
  views: readonly AnyView[],
  needs: Needs,
  world: World,
): Promise<readonly StoredParked[]> {
  const found = await together([
    needs.gates.size > 0 && loadGates(query, needs.gates, world),
    needs.heads.size > 0 && loadHeads(query, needs.heads, world),
    needs.entries.size > 0 && loadEntries(query, needs.entries, world),
    ...views.flatMap((view) => [
      loadRows(query, view, needs.rowsToChange, 'for update', world),
      loadRows(query, view, needs.rowsToRead, '', world),
    ]),
    needs.owed.size > 0 && loadOwed(query, needs.owed, world),
    needs.answers.size > 0 && loadAnswers(query, needs.answers, world),
    needs.parkedOfGates.size > 0 && findParkedOfGates(query, needs.parkedOfGates),
    needs.parkedForRows.size > 0 && findParkedForRows(query, needs.parkedForRows),
  ])
  for (const key of [...needs.parkedOfGates, ...needs.parkedForRows]) world.searched.add(key)
  return found.flatMap((rows) => rows || [])
}

async function loadGates(query: Query, keys: Set<string>, world: World): Promise<void> {
  for (const key of keys) world.gates.load(key, null)
  type Record = { stream: string; source: string; version: number; event_id: string | null; waiting: number }
  for (const row of await query<Record>('load_gates', LOAD_GATES, pairs(keys))) {
    const gate: Gate = { version: row.version, eventId: row.event_id ?? CLOSED_GATE.eventId, waiting: row.waiting }
    world.gates.load(gateKey(row.source, row.stream), gate)
  }
}

async function loadHeads(query: Query, streams: Set<string>, world: World): Promise<void> {
  for (const stream of streams) world.heads.load(stream, null)
  for (const row of await query<HeadRecord>('load_heads', LOAD_HEADS, [plain([...streams])]))
    world.heads.load(row.stream, toHead(row))
}

export type HeadRecord = Omit<Head, 'link'> & { stream: string; link: string | null }
export const toHead = ({ aggregate, version, state, link }: HeadRecord): Head => ({
  aggregate,
  version,
  state,
  link: link ?? undefined,
})

async function loadEntries(query: Query, keys: Set<string>, world: World): Promise<void> {
  for (const key of keys) world.entries.load(key, null)
  type Record = { stream: string; key: string; state: unknown }
  for (const { stream, key, state } of await query<Record>('load_entries', LOAD_ENTRIES, pairs(keys)))
    world.entries.load(pairKey(stream, key), state)
}

async function loadRows(
  query: Query,
  view: AnyView,
  keys: Set<string>,
  lock: 'for update' | '',
  world: World,
): Promise<void> {
  const wanted = [...keys].filter((key) => splitKey(key)[0] === view.name)
  if (wanted.length === 0) return
  for (const key of wanted) world.rows.load(key, null)
  const column = columnOf(view.key)
  const text = `select * from ${tableOf(view)} where ${column} = any($1::text[]) order by ${column} ${lock}`
  for (const record of await query<Row>(`load_${view.name}_${lock.slice(0, 3)}`, text, [
    wanted.map((key) => splitKey(key)[1]),
  ])) {
    const row = toRow(record)
    world.rows.load(pairKey(view.name, String(row[view.key])), row)
  }
}

export interface OwedRecord {
  stream: string
  name: string
  id: string
  kind: 'timer' | 'effect'
  due_at: Date
  attempt: number
  request: object
  cause_id: string
  traceparent: string | null
}

export const toOwed = (row: OwedRecord): OwedRow => ({
  id: row.id,
  stream: row.stream,
  name: row.name,
  kind: row.kind,
  due: { at: row.due_at.toISOString() },
  attempt: row.attempt,
  request: row.request,
  cause: { id: row.cause_id, traceparent: row.traceparent ?? undefined },
})

async function loadOwed(query: Query, keys: Set<string>, world: World): Promise<void> {
  for (const key of keys) world.owed.load(key, null)
  for (const row of await query<OwedRecord>('load_owed', LOAD_OWED, pairs(keys)))
    world.owed.load(pairKey(row.stream, row.name), toOwed(row))
}

async function loadAnswers(query: Query, keys: Set<string>, world: World): Promise<void> {
  for (const key of keys) world.answers.load(key, null)
  type Record = StoredAnswer & { key: string; fingerprint: string }
  for (const { key, fingerprint, status, headers, body } of await query<Record>('load_answers', LOAD_ANSWERS, [
    [...keys],
  ]))
    world.answers.load(key, { fingerprint, answer: { status, headers, body } })
}
