import type { OwedRow } from '../model/world.ts'
import { type Claimed, LEASE_MS } from '../runtime/store.ts'
import type { Query } from './connection.ts'
import { type OwedRecord, toOwed } from './load.ts'

const NEXT = `select extract(epoch from min(due_at) - now()) * 1000 as ms from owed`

const CLAIM = `update owed o set due_at = now() + ${LEASE_MS} * interval '1 ms',
    attempt = attempt + case when kind = 'effect' then 1 else 0 end
  from (select stream, name from owed where due_at <= now() order by due_at limit $1 for update skip locked) d
  where o.stream = d.stream and o.name = d.name returning o.*`

const POSTPONE = `update owed o set due_at = now() + $2 * interval '1 ms'
  from json_to_recordset($1) as n (stream uuid, name text, id uuid, attempt integer)
  where o.stream = n.stream and o.name = n.name and o.id = n.id and o.attempt = n.attempt`

/** Looks before it claims, so that nothing is written while nothing is due. */
export async function claimDue(query: Query, limit: number): Promise<Claimed> {
  const nextInMs = await nextDue(query)
  if (nextInMs === undefined || nextInMs > 0) return { rows: [], nextInMs }
  const rows = (await query<OwedRecord>('claim_owed', CLAIM, [limit])).map(toOwed)
  return { rows, nextInMs: Math.max(0, (await nextDue(query)) ?? LEASE_MS) }
}

async function nextDue(query: Query): Promise<number | undefined> {
  const [row] = await query<{ ms: string | null }>('next_owed', NEXT)
  return row?.ms == null ? undefined : Number(row.ms)
}

export async function postpone(query: Query, rows: readonly OwedRow[], afterMs: number): Promise<void> {
  const places = rows.map(({ stream, name, id, attempt }) => ({ stream, name, id, attempt }))
  await query('postpone_owed', POSTPONE, [JSON.stringify(places), afterMs])
}
