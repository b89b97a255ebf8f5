import { isImmediate } from '../model/owed.ts'
import type { AnyView } from '../model/view.ts'
import { type Change, type OwedRow, splitKey, type World } from '../model/world.ts'
import { type Changes, type EncodedEvent, LEASE_MS } from '../runtime/store.ts'
import { byteaArray, idArray } from './arrays.ts'
import { columnOf, tableOf, toRecord } from './columns.ts'
import { combine, type Part } from './combine.ts'
import type { Query } from './connection.ts'

const INSERT_EVENTS = `insert into events
    (stream, version, id, aggregate, type, time, correlation_id, causation_id, traceparent, published, bytes)
  select * from rows from (
    json_to_recordset($1) as (stream uuid, version integer, id uuid, aggregate text, type text, time timestamptz,
      "correlationId" text, "causationId" text, traceparent text, published boolean),
    unnest($2::bytea[]))
  returning position, published`

const INSERT_OUTBOX = `insert into outbox (positions)
  select array_agg(position) from insert_events where published having count(*) > 0 returning id::text`

const INSERT_HEADS = `insert into streams (stream, aggregate, version, state, link)
  select * from json_to_recordset($1) as (stream uuid, aggregate text, version integer, state json, link uuid)`

const UPDATE_HEADS = `update streams s set version = n.version, state = n.state
  from json_to_recordset($1) as n (stream uuid, version integer, state json) where s.stream = n.stream`

const UPSERT_ENTRIES = `insert into entries (stream, key, state)
  select * from json_to_recordset($1) as (stream uuid, key text, state json)
  on conflict (stream, key) do update set state = excluded.state`

const INSERT_GATES = `insert into gates (stream, source, version, event_id, waiting)
  select * from json_to_recordset($1) as (stream uuid, source text, version integer, "eventId" uuid, waiting integer)`

const UPDATE_GATES = `update gates g set version = n.version, event_id = n."eventId", waiting = n.waiting
  from json_to_recordset($1) as n (stream uuid, source text, version integer, "eventId" uuid, waiting integer)
  where g.stream = n.stream and g.source = n.source`

const UPSERT_OWED = `insert into owed (stream, name, id, kind, due_at, attempt, request, cause_id, traceparent)
  select stream, name, id, kind, coalesce(at, now() + "afterMs" * interval '1 ms'), attempt, request, cause, traceparent
  from json_to_recordset($1) as (stream uuid, name text, id uuid, kind text, at timestamptz, "afterMs" float8,
    attempt integer, request json, cause text, traceparent text)
  on conflict (stream, name) do update set id = excluded.id, kind = excluded.kind, due_at = excluded.due_at,
    attempt = excluded.attempt, request = excluded.request, cause_id = excluded.cause_id, traceparent = excluded.traceparent`

const DELETE_OWED = 'delete from owed where (stream, name) in (select * from unnest($1::uuid[], $2::text[]))'

const INSERT_PARKED = `insert into parked (id, reason, source, stream, version, waits_for, error, topic, kafka_partition, kafka_offset, headers, value)
  select * from rows from (
    json_to_recordset($1) as (id uuid, reason text, source text, stream uuid, version integer, "waitsFor" text, error text,
      topic text, partition integer, "offset" text, headers json),
    unnest($2::bytea[]))`

const INSERT_ANSWERS = `insert into answers (key, fingerprint, status, headers, body)
  select * from json_to_recordset($1) as (key text, fingerprint text, status integer, headers json, body json)`

/** Everything that a batch changes, as one statement. @returns the outbox entry's id */
export async function write(query: Query, views: readonly AnyView[], changes: Changes): Promise<string | undefined> {
  const { world, events, acknowledged } = changes
  const parts: Part[] = [
    ...insertEvents(events),
    ...writeHeads(world),
    ...writeGates(world),
    ...views.flatMap((view) => [...writeRows(view, world)]),
    ...writeOwed(world),
    ...writeParked(world),
    ...writeAnswers(world),
  ]
  if (acknowledged.length > 0) parts.push(['acknowledge', DELETE_OUTBOX, [idArray(acknowledged)]])
  const { name, text, values } = combine(
    parts,
    events.length > 0 ? 'select id from insert_outbox' : 'select null as id',
  )
  const [row] = await query<{ id: string | null }>(name, text, values)
  return row?.id ?? undefined
}

export const DELETE_OUTBOX = 'delete from outbox where id = any($1::bigint[])'

function* insertEvents(events: readonly EncodedEvent[]): Generator<Part> {
  if (events.length === 0) return
  const facts = events.map(({ bytes, data, ...fact }) => fact)
  yield ['insert_events', INSERT_EVENTS, [JSON.stringify(facts), byteaArray(events.map(({ bytes }) => bytes))]]
  yield ['insert_outbox', INSERT_OUTBOX, []]
}

/** New rows are inserted, known ones are updated under the lock of the load: neither can hide another process's write. */
function* writeHeads({ heads, entries }: World): Generator<Part> {
  const changes = heads.changes()
  const created = changes.filter(({ before }) => !before).map(({ key, after }) => ({ stream: key, ...after }))
  const moved = changes.flatMap(({ key, before, after }) =>
    before && after ? [{ stream: key, version: after.version, state: after.state }] : [],
  )
  if (created.length > 0) yield ['insert_heads', INSERT_HEADS, [JSON.stringify(created)]]
  if (moved.length > 0) yield ['update_heads', UPDATE_HEADS, [JSON.stringify(moved)]]
  const states = entries.changes().map(({ key, after }) => {
    const [stream, entry] = splitKey(key)
    return { stream, key: entry, state: after }
  })
  if (states.length > 0) yield ['upsert_entries', UPSERT_ENTRIES, [JSON.stringify(states)]]
}

function* writeGates({ gates }: World): Generator<Part> {
  const changes = gates.changes()
  const rows = (wanted: typeof changes): string =>
    JSON.stringify(
      wanted.map(({ key, after }) => {
        const [stream, source] = splitKey(key)
        return { stream, source, ...after, eventId: after?.eventId || null }
      }),
    )
  const created = changes.filter(({ before }) => !before)
  const moved = changes.filter(({ before }) => before)
  if (created.length > 0) yield ['insert_gates', INSERT_GATES, [rows(created)]]
  if (moved.length > 0) yield ['update_gates', UPDATE_GATES, [rows(moved)]]
}

function* writeRows(view: AnyView, { rows }: World): Generator<Part> {
  const changes = rows.changes().filter(({ key }) => splitKey(key)[0] === view.name)
  const kept = changes.flatMap(({ after }) => (after ? [toRecord(after)] : []))
  const gone = changes.filter(({ after }) => !after).map(({ key }) => splitKey(key)[1])
  const table = tableOf(view)
  const key = columnOf(view.key)
  if (kept.length > 0) {
    const columns = Object.keys(toRecord(kept[0] ?? {})).map(columnOf)
    const sets = columns.map((column) => `${column} = excluded.${column}`).join(', ')
    const text = `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1)
      on conflict (${key}) do update set ${sets}`
    yield [`upsert_${view.name}`, text, [JSON.stringify(kept)]]
  }
  if (gone.length > 0) yield [`delete_${view.name}`, `delete from ${table} where ${key} = any($1::text[])`, [gone]]
}

function* writeOwed({ owed }: World): Generator<Part> {
  const changes = owed.changes()
  const set = changes.flatMap(({ after }) => (after ? [owedRecord(after)] : []))
  const cleared = changes.filter(({ after }) => !after).map(({ key }: Change<OwedRow>) => splitKey(key))
  if (set.length > 0) yield ['upsert_owed', UPSERT_OWED, [JSON.stringify(set)]]
  if (cleared.length > 0) {
    const values = [idArray(cleared.map(([stream]) => stream)), cleared.map(([, name]) => name)]
    yield ['delete_owed', DELETE_OWED, values]
  }
}

function owedRecord(row: OwedRow): object {
  const immediate = isImmediate(row)
  const due = immediate ? { afterMs: LEASE_MS } : row.due
  const { cause, ...rest } = row
  return { ...rest, ...due, attempt: immediate ? 1 : 0, cause: cause.id, traceparent: cause.traceparent }
}

function* writeParked({ parked, unparked }: World): Generator<Part> {
  if (unparked.length > 0) yield ['delete_parked', 'delete from parked where id = any($1::uuid[])', [idArray(unparked)]]
  if (parked.length === 0) return
  const rows = parked.map(({ id, reason, waitsFor, message }) => {
    const { source, stream, version, failure, raw } = message
    const { topic, partition, offset, headers } = raw
    return {
      id,
      reason,
      source,
      stream,
      version,
      waitsFor,
      error: withoutNul(failure ?? ''),
      topic,
      partition,
      offset,
      headers,
    }
  })
  yield [
    'insert_parked',
    INSERT_PARKED,
    [JSON.stringify(rows), byteaArray(parked.map(({ message }) => message.raw.value))],
  ]
}

/** Postgres has no text with this character. */
const withoutNul = (text: string): string => text.replaceAll('\0', '\uFFFD')

function* writeAnswers({ answers }: World): Generator<Part> {
  const rows = answers.changes().map(({ key, after }) => ({ key, fingerprint: after?.fingerprint, ...after?.answer }))
  if (rows.length > 0) yield ['insert_answers', INSERT_ANSWERS, [JSON.stringify(rows)]]
}
