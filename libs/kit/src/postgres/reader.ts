import type { AnyView, Row } from '../model/view.ts'
import type { Head } from '../model/world.ts'
import type { Page } from '../runtime/store.ts'
import { idArray } from './arrays.ts'
import { columnOf, tableOf, toRow } from './columns.ts'
import type { Query } from './connection.ts'
import { type HeadRecord, toHead } from './load.ts'

const HEADS = 'select stream, aggregate, version, state, link from streams where stream = any($1::uuid[])'
const GATE = 'select version from gates where stream = $1 and source = $2'

export async function readHeads(query: Query, streams: readonly string[]): Promise<ReadonlyMap<string, Head>> {
  const rows = await query<HeadRecord>('read_heads', HEADS, [idArray(streams)])
  return new Map(rows.map((row) => [row.stream, toHead(row)]))
}

export async function readRow(query: Query, view: AnyView, key: string): Promise<Row | undefined> {
  const column = columnOf(view.key)
  const text = `select * from ${tableOf(view)} where ${column} = $1`
  return (await query<Row>(`read_${view.name}`, text, [key])).map(toRow)[0]
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

export async function readGate(query: Query, source: string, stream: string): Promise<number> {
  return (await query<{ version: number }>('read_gate', GATE, [stream, source]))[0]?.version ?? 0
}
