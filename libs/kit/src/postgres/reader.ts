import { gateKey, type Snapshot } from '../model/unit-of-work.ts'
import type { AnyView, Row } from '../model/view.ts'
import type { Page } from '../runtime/store.ts'
import { amongPairs } from './among.ts'
import { pairs, plain } from './arrays.ts'
import { columnOf, tableOf, toRow } from './columns.ts'
import type { Query } from './connection.ts'
import { type HeadRecord, toSnapshot } from './load.ts'

const HEADS = 'select stream, aggregate, version, state, link from streams where stream = any($1::uuid[])'
const GATES = `select stream, source, version from gates where ${amongPairs('stream', 'source')}`

export async function readSnapshots(query: Query, streams: readonly string[]): Promise<ReadonlyMap<string, Snapshot>> {
  const rows = await query<HeadRecord>('read_heads', HEADS, [plain(streams)])
  return new Map(rows.map((row) => [row.stream, toSnapshot(row)]))
}

export async function readRowsOf(query: Query, view: AnyView, keys: readonly string[]): Promise<Map<string, Row>> {
  const text = `select * from ${tableOf(view)} where ${columnOf(view.key)} = any($1::text[])`
  const rows = (await query<Row>(`read_${view.name}`, text, [keys])).map(toRow)
  return new Map(rows.map((row) => [String(row[view.key]), row]))
}

/** Newest first, as keys are UUID v7. */
export async function readRows(query: Query, view: AnyView, { limit, after, where }: Page): Promise<readonly Row[]> {
  const key = columnOf(view.key)
  const filter = where ? `and ${columnOf(where[0])} = $3` : ''
  const text = `select * from ${tableOf(view)} where ($2::text is null or ${key} < $2) ${filter}
    order by ${key} desc limit $1`
  const values = [limit, after ?? null, ...(where ? [where[1]] : [])]
  return (await query<Row>(`page_${view.name}_${where?.[0] ?? 'all'}`, text, values)).map(toRow)
}

export async function countRows(query: Query, view: AnyView): Promise<number> {
  const text = `select count(*)::integer as count from ${tableOf(view)}`
  return (await query<{ count: number }>(`count_${view.name}`, text))[0]?.count ?? 0
}

const RECENT_EVENTS = 500

const RECENT = `select stream from (select position, stream, aggregate from events order by position desc limit ${RECENT_EVENTS}) as last
  where aggregate = $1 group by stream order by max(position) desc`

export const readRecent = async (query: Query, aggregate: string): Promise<string[]> =>
  (await query<{ stream: string }>('read_recent', RECENT, [aggregate])).map(({ stream }) => stream)

const SAGA = 'select correlation_id as saga from events where stream = $1 and version = 1'

export const readSaga = async (query: Query, stream: string): Promise<string | undefined> =>
  (await query<{ saga: string | null }>('read_saga', SAGA, [stream]))[0]?.saga ?? undefined

/** Versions of gates, by the keys of `UnitOfWork.gates`; absent if no version was applied. */
export async function readGates(query: Query, keys: readonly string[]): Promise<Map<string, number>> {
  type Record = { stream: string; source: string; version: number }
  const rows = await query<Record>('read_gates', GATES, pairs(keys))
  return new Map(rows.map(({ source, stream, version }) => [gateKey(source, stream), version]))
}
