import type { Gate } from '../model/gate.ts'
import { foldRows, keysOf, type Reached, type Replayed, sequence } from '../model/rebuild.ts'
import { gateKey } from '../model/unit-of-work.ts'
import type { AnyView, Row } from '../model/view.ts'
import { type Build, NotOwner } from '../runtime/rebuild/port.ts'
import { amongPairs } from './among.ts'
import { jsons, pairs, plain, texts } from './arrays.ts'
import { tableOf, toRecord, toRow } from './columns.ts'
import type { Query } from './connection.ts'

const IS_OWNER = 'select from rebuilds where view = $1 and owner = $2 for share'

const LIVE = `select stream, source, version, event_id from gates where ${amongPairs('stream', 'source')}`
const BUILT = `select stream, source, version from rebuilt_gates where ${amongPairs('stream', 'source')} and view = $3`

const MOVE = `insert into rebuilt_gates (view, stream, source, version)
  select $4, * from unnest($1::uuid[], $2::text[], $3::integer[])
  on conflict (stream, source, view) do update set version = excluded.version`

const PUT = `insert into rebuilt_rows (view, key, "row") select $1, * from unnest($2::text[], $3::json[])
  on conflict (view, key) do update set "row" = excluded."row"`

const REMOVE = 'delete from rebuilt_rows where view = $1 and key = any($2::text[])'

/** @throws NotOwner */
export async function beOwner(query: Query, { view, owner }: Build): Promise<void> {
  const rows = await query('own_rebuild', IS_OWNER, [view.name, owner])
  if (rows.length === 0) throw new NotOwner(`another process builds ${view.name} now`)
}

/** Folds what is next, in the transaction of `query`. @returns the events that have to wait */
export async function foldInto(
  query: Query,
  build: Build,
  events: readonly Replayed[],
  overGaps: boolean,
): Promise<readonly Replayed[]> {
  await beOwner(query, build)
  const { view } = build
  if (view.source === 'own') {
    await fold(query, view, events)
    return []
  }
  const { next, rest } = sequence(events, await reachedOf(query, view, events), overGaps)
  await fold(query, view, next)
  await moveGates(query, view, next)
  return rest
}

async function reachedOf(query: Query, { name }: AnyView, events: readonly Replayed[]): Promise<Reached> {
  const [streams, sources] = pairs(new Set(events.map(({ gate }) => gate)))
  type Record = { stream: string; source: string; version: number; event_id: string | null }
  const built = await query<Record>('rebuilt_gates', BUILT, [streams, sources, name])
  const live = await query<Record>('live_gates', LIVE, [streams, sources])
  const toGate = ({ version, event_id }: Record): Gate => ({ version, eventId: event_id ?? '', waiting: 0 })
  return {
    built: new Map(built.map((row) => [gateKey(row.source, row.stream), row.version])),
    live: new Map(live.map((row) => [gateKey(row.source, row.stream), toGate(row)])),
  }
}

async function fold(query: Query, view: AnyView, events: readonly Replayed[]): Promise<void> {
  const keys = keysOf(view, events)
  if (keys.length === 0) return
  const after = foldRows(view, events, view.source === 'own' ? new Map() : await rowsOf(query, view, keys))
  const kept = [...after].flatMap(([key, row]) => (row ? [{ key, row: toRecord(row) }] : []))
  const gone = [...after].flatMap(([key, row]) => (row ? [] : [key]))
  const values = [view.name, texts(kept.map(({ key }) => key)), jsons(kept.map(({ row }) => row))]
  if (kept.length > 0) await query('put_rebuilt', PUT, values)
  if (gone.length > 0) await query('remove_rebuilt', REMOVE, [view.name, gone])
}

/** As the live view's rows would be read. */
async function rowsOf(query: Query, view: AnyView, keys: readonly string[]): Promise<ReadonlyMap<string, Row>> {
  const text = `select p.* from rebuilt_rows r cross join lateral json_populate_record(null::${tableOf(view)}, r."row") p
    where r.view = $1 and r.key = any($2::text[])`
  const rows = (await query<Row>(`rebuilt_${view.name}`, text, [view.name, keys])).map(toRow)
  return new Map(rows.map((row) => [String(row[view.key]), row]))
}

async function moveGates(query: Query, { name }: AnyView, events: readonly Replayed[]): Promise<void> {
  // In order: a stream's last version is the one that stays.
  const at = new Map(events.map(({ gate, version }) => [gate, version]))
  if (at.size > 0) await query('move_rebuilt', MOVE, [...pairs(at.keys()), plain([...at.values()]), name])
}
