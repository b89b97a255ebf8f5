import { isImmediate } from '../model/pending.ts'
import { type PendingRow, splitKey, type Table, type UnitOfWork } from '../model/unit-of-work.ts'
import type { AnyView } from '../model/view.ts'
import { type Changes, type EncodedEvent, LEASE_MS } from '../runtime/store.ts'
import { amongPairs } from './among.ts'
import { byteas, jsons, pairs, plain, texts, withoutNul } from './arrays.ts'
import { columnOf, tableOf, toRecord } from './columns.ts'
import { combine, type Part } from './combine.ts'
import { insertCommands } from './commands.ts'
import type { Query } from './connection.ts'

/** Rows are sent as one array per column: parsing JSON per row took the server longer than inserting the rows. */
const INSERT_EVENTS = `insert into events
    (stream, version, id, aggregate, type, time, correlation_id, causation_id, traceparent, published, bytes)
  select * from unnest($1::uuid[], $2::integer[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::text[],
    $8::text[], $9::text[], $10::boolean[], $11::bytea[])
  returning position, published`

const INSERT_OUTBOX = `insert into outbox (positions)
  select array_agg(position) from insert_events where published having count(*) > 0 returning id::text`

const INSERT_SNAPSHOTS = `insert into streams (stream, aggregate, version, state, link)
  select * from unnest($1::uuid[], $2::text[], $3::integer[], $4::json[], $5::uuid[])`

/** An upsert, because an update would need a join (see `among`). The row exists and is locked by the load. */
const UPDATE_SNAPSHOTS = `${INSERT_SNAPSHOTS}
  on conflict (stream) do update set version = excluded.version, state = excluded.state`

const UPSERT_SUBSTATES = `insert into entries (stream, key, state)
  select * from unnest($1::uuid[], $2::text[], $3::json[])
  on conflict (stream, key) do update set state = excluded.state`

const INSERT_GATES = `insert into gates (stream, source, version, event_id, waiting)
  select * from unnest($1::uuid[], $2::text[], $3::integer[], $4::uuid[], $5::integer[])`

const UPDATE_GATES = `${INSERT_GATES}
  on conflict (stream, source) do update
  set version = excluded.version, event_id = excluded.event_id, waiting = excluded.waiting`

const UPSERT_PENDING = `insert into owed (stream, name, id, kind, due_at, attempt, request, cause_id, traceparent)
  select stream, name, id, kind, coalesce(at, now() + after_ms * interval '1 ms'), attempt, request, cause_id, traceparent
  from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::timestamptz[], $6::float8[], $7::integer[], $8::json[],
      $9::text[], $10::text[])
    as n (stream, name, id, kind, at, after_ms, attempt, request, cause_id, traceparent)
  on conflict (stream, name) do update set id = excluded.id, kind = excluded.kind, due_at = excluded.due_at,
    attempt = excluded.attempt, request = excluded.request, cause_id = excluded.cause_id, traceparent = excluded.traceparent,
    since = excluded.since, last_error = excluded.last_error`

const DELETE_PENDING = `delete from owed where ${amongPairs('stream', 'name')}`

const INSERT_PARKED = `insert into parked (id, reason, source, stream, version, waits_for, error, topic, kafka_partition, kafka_offset, headers, value)
  select * from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::integer[], $6::text[], $7::text[], $8::text[],
    $9::integer[], $10::text[], $11::json[], $12::bytea[])
  on conflict (id) do nothing`

const INSERT_ANSWERS = `insert into answers (key, fingerprint, status, headers, body)
  select * from unnest($1::text[], $2::text[], $3::integer[], $4::json[], $5::json[])`

/** Writes all changes of a batch in one statement. @returns the outbox entry's id */
export async function write(
  query: Query,
  views: readonly AnyView[],
  changes: Changes,
  withoutOutbox = false,
): Promise<string | undefined> {
  const { unit, events, fromLog = false, acknowledged } = changes
  const hasOutbox = events.length > 0 && !fromLog && !withoutOutbox
  const parts: Part[] = [
    ...insertEvents(events),
    ...(hasOutbox ? [OUTBOX] : []),
    ...insertCommands(unit.commands),
    ...writeSnapshots(unit),
    ...writeGates(unit),
    ...views.flatMap((view) => [...writeRows(view, unit)]),
    ...writePending(unit),
    ...writeParked(unit),
    ...writeAnswers(unit),
  ]
  if (acknowledged.length > 0) parts.push(['acknowledge', DELETE_OUTBOX, [plain(acknowledged)]])
  const { name, text, values } = combine(parts, hasOutbox ? 'select id from insert_outbox' : 'select null as id')
  const [row] = await query<{ id: string | null }>(name, text, values)
  return row?.id ?? undefined
}

/** Skips locked entries: the sweep publishes them again, and gates drop the copies. */
export const DELETE_OUTBOX = `delete from outbox where id = any(array(
    select id from outbox where id = any($1::bigint[]) for update skip locked))`

function* insertEvents(events: readonly EncodedEvent[]): Generator<Part> {
  if (events.length === 0) return
  yield [
    'insert_events',
    INSERT_EVENTS,
    [
      plain(events.map(({ stream }) => stream)),
      plain(events.map(({ version }) => version)),
      plain(events.map(({ id }) => id)),
      texts(events.map(({ aggregate }) => aggregate)),
      texts(events.map(({ type }) => type)),
      plain(events.map(({ time }) => time)),
      texts(events.map(({ correlationId }) => correlationId)),
      texts(events.map(({ causationId }) => causationId)),
      texts(events.map(({ traceparent }) => traceparent)),
      plain(events.map(({ published }) => published)),
      byteas(events.map(({ bytes }) => bytes)),
    ],
  ]
}

const OUTBOX: Part = ['insert_outbox', INSERT_OUTBOX, []]

/** Inserts new rows and overwrites rows locked by the load: neither can hide another process's write. */
function* writeSnapshots({ snapshots, substates }: UnitOfWork): Generator<Part> {
  const { created, moved } = sorted(snapshots)
  const values = (rows: typeof created) => [
    plain(rows.map(({ key }) => key)),
    texts(rows.map(({ row }) => row.aggregate)),
    plain(rows.map(({ row }) => row.version)),
    jsons(rows.map(({ row }) => row.state)),
    plain(rows.map(({ row }) => row.link)),
  ]
  if (created.length > 0) yield ['insert_heads', INSERT_SNAPSHOTS, values(created)]
  if (moved.length > 0) yield ['update_snapshots', UPDATE_SNAPSHOTS, values(moved)]
  const states = substates.changes()
  if (states.length > 0)
    yield [
      'upsert_substates',
      UPSERT_SUBSTATES,
      [...pairs(states.map(({ key }) => key)), jsons(states.map(({ after }) => after))],
    ]
}

function* writeGates({ gates }: UnitOfWork): Generator<Part> {
  const { created, moved } = sorted(gates)
  const values = (rows: typeof created) => [
    ...pairs(rows.map(({ key }) => key)),
    plain(rows.map(({ row }) => row.version)),
    plain(rows.map(({ row }) => row.eventId || null)),
    plain(rows.map(({ row }) => row.waiting)),
  ]
  if (created.length > 0) yield ['insert_gates', INSERT_GATES, values(created)]
  if (moved.length > 0) yield ['update_gates', UPDATE_GATES, values(moved)]
}

/** Splits changes into new and existing rows; these tables never delete rows. */
function sorted<V>(table: Table<V>): Record<'created' | 'moved', { readonly key: string; readonly row: V }[]> {
  const changes = { created: [] as { key: string; row: V }[], moved: [] as { key: string; row: V }[] }
  for (const { key, before, after } of table.changes())
    if (after) changes[before ? 'moved' : 'created'].push({ key, row: after })
  return changes
}

function* writeRows(view: AnyView, { rows }: UnitOfWork): Generator<Part> {
  const changes = rows.changes().filter(({ key }) => splitKey(key)[0] === view.name)
  const kept = changes.flatMap(({ after }) => (after ? [toRecord(after)] : []))
  const gone = changes.filter(({ after }) => !after).map(({ key }) => splitKey(key)[1])
  const table = tableOf(view)
  const key = columnOf(view.key)
  if (kept.length > 0) {
    const columns = [...new Set(kept.flatMap((row) => Object.keys(row)))].map(columnOf)
    const sets = columns.map((column) => `${column} = excluded.${column}`).join(', ')
    const text = `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1)
      on conflict (${key}) do update set ${sets}`
    yield [`upsert_${view.name}`, text, [JSON.stringify(kept)]]
  }
  if (gone.length > 0) yield [`delete_${view.name}`, `delete from ${table} where ${key} = any($1::text[])`, [gone]]
}

function* writePending({ pending }: UnitOfWork): Generator<Part> {
  const changes = pending.changes()
  const set = changes.flatMap(({ after }) => (after ? [after] : []))
  const cleared = changes.filter(({ after }) => !after)
  if (set.length > 0)
    yield [
      'upsert_pending',
      UPSERT_PENDING,
      [
        plain(set.map(({ stream }) => stream)),
        texts(set.map(({ name }) => name)),
        plain(set.map(({ id }) => id)),
        texts(set.map(({ kind }) => kind)),
        plain(set.map(({ due }) => ('at' in due ? due.at : null))),
        plain(set.map(afterMsOf)),
        plain(set.map((row) => (isImmediate(row) ? 1 : 0))),
        jsons(set.map(({ request }) => request)),
        texts(set.map(({ cause }) => cause.id)),
        texts(set.map(({ cause }) => cause.traceparent)),
      ],
    ]
  if (cleared.length > 0) yield ['delete_pending', DELETE_PENDING, pairs(cleared.map(({ key }) => key))]
}

/** Immediate effects are written as leased to this process. */
function afterMsOf(row: PendingRow): number | null {
  if (isImmediate(row)) return LEASE_MS
  return 'afterMs' in row.due ? row.due.afterMs : null
}

function* writeParked({ parked, unparked }: UnitOfWork): Generator<Part> {
  if (unparked.length > 0) yield ['delete_parked', 'delete from parked where id = any($1::uuid[])', [plain(unparked)]]
  if (parked.length === 0) return
  const messages = parked.map(({ message }) => message)
  yield [
    'insert_parked',
    INSERT_PARKED,
    [
      plain(parked.map(({ id }) => id)),
      texts(parked.map(({ reason }) => reason)),
      texts(messages.map(({ source }) => source)),
      plain(messages.map(({ stream }) => stream)),
      plain(messages.map(({ version }) => version)),
      texts(parked.map(({ waitsFor }) => waitsFor)),
      texts(messages.map(({ failure }) => withoutNul(failure ?? ''))),
      texts(messages.map(({ raw }) => raw.topic)),
      plain(messages.map(({ raw }) => raw.partition)),
      texts(messages.map(({ raw }) => raw.offset)),
      jsons(messages.map(({ raw }) => raw.headers)),
      byteas(messages.map(({ raw }) => raw.value)),
    ],
  ]
}

function* writeAnswers({ answers }: UnitOfWork): Generator<Part> {
  const kept = answers.changes().flatMap(({ key, after }) => (after ? [{ key, ...after }] : []))
  if (kept.length > 0)
    yield [
      'insert_answers',
      INSERT_ANSWERS,
      [
        texts(kept.map(({ key }) => key)),
        texts(kept.map(({ fingerprint }) => fingerprint)),
        plain(kept.map(({ answer }) => answer.status)),
        jsons(kept.map(({ answer }) => answer.headers)),
        jsons(kept.map(({ answer }) => answer.body)),
      ],
    ]
}
