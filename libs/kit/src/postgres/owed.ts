import type { OwedRow } from '../model/world.ts'
import { type Claimed, LEASE_MS } from '../runtime/store.ts'
import { among } from './among.ts'
import { plain, texts } from './arrays.ts'
import type { Query } from './connection.ts'
import { type OwedRecord, toOwed } from './load.ts'

const NEXT = `select extract(epoch from min(due_at) - now()) * 1000 as ms from owed`

/** By their places in the table, as an array: no join, for the reason that `among` gives. */
const CLAIM = `update owed set due_at = now() + ${LEASE_MS} * interval '1 ms',
    attempt = attempt + case when kind = 'effect' then 1 else 0 end
  where ctid = any(array(
    select ctid from owed where due_at <= now() order by due_at limit $1 for update skip locked
  )) returning *`

const POSTPONE = `update owed set due_at = now() + $5 * interval '1 ms'
  where ${among({ stream: 'uuid', name: 'text', id: 'uuid', attempt: 'integer' })}`

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
  await query('postpone_owed', POSTPONE, [
    plain(rows.map(({ stream }) => stream)),
    texts(rows.map(({ name }) => name)),
    plain(rows.map(({ id }) => id)),
    plain(rows.map(({ attempt }) => attempt)),
    afterMs,
  ])
}
