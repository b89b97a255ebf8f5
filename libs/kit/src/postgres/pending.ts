import type { PendingRow } from '../model/unit-of-work.ts'
import { type Claimed, LATE_MS, LEASE_MS } from '../runtime/store.ts'
import { among } from './among.ts'
import { plain, texts } from './arrays.ts'
import type { Query } from './connection.ts'
import { type PendingRowRecord, toPendingRow } from './load.ts'

/** Pause before due rows that another session has locked are checked again. */
const HELD_MS = 200

// The table keeps its first name, `owed`, as running deployments know it by that.
const NEXT = `select extract(epoch from min(due_at) - now()) * 1000 as ms from owed`

/** By `ctid` and an array instead of a join, for the reason given at `among`. */
const CLAIM = `update owed set due_at = now() + ${LEASE_MS} * interval '1 ms', attempt = attempt + 1
  where ctid = any(array(
    select ctid from owed where due_at <= now() order by due_at limit $1 for update skip locked
  )) returning *`

/** Timers that no process claimed in time start again; counting an attempt limits that to once. */
const BEGIN_AGAIN = `update owed set due_at = now() + (due_at - since), attempt = attempt + 1
  where ctid = any(array(
    select ctid from owed
    where kind = 'timer' and name = any($1::text[]) and attempt = 0 and due_at <= now() - ${LATE_MS} * interval '1 ms'
    for update skip locked
  ))`

const ATTEMPT = { stream: 'uuid', name: 'text', id: 'uuid', attempt: 'integer' } as const

/** Skips locked rows, so that the other leases do not wait for them. */
const POSTPONE = `update owed set due_at = now() + $5 * interval '1 ms'
  where ctid = any(array(select ctid from owed where ${among(ATTEMPT)} for update skip locked))`

const FAIL = `update owed set due_at = now() + $5 * interval '1 ms', last_error = $6 where ${among(ATTEMPT)}`

/** Failing effects due later than any lease ends: the others may be being called. */
const HASTEN = `update owed set due_at = now() where ctid = any(array(
    select ctid from owed where kind = 'effect' and name = any($1::text[]) and last_error is not null
      and due_at > now() + ${LEASE_MS} * interval '1 ms'
    order by due_at limit $2 for update skip locked
  ))`

/** Looks before it claims, so that nothing is written while nothing is due. */
export async function claimDue(query: Query, limit: number, startAgain: readonly string[]): Promise<Claimed> {
  const nextInMs = await nextDue(query)
  if (nextInMs === undefined || nextInMs > 0) return { rows: [], nextInMs }
  if (nextInMs <= -LATE_MS && startAgain.length > 0) await query('begin_pending_again', BEGIN_AGAIN, [startAgain])
  const rows = (await query<PendingRowRecord>('claim_pending', CLAIM, [limit])).map(toPendingRow)
  return { rows, nextInMs: Math.max(rows.length > 0 ? 0 : HELD_MS, (await nextDue(query)) ?? LEASE_MS) }
}

async function nextDue(query: Query): Promise<number | undefined> {
  const [row] = await query<{ ms: string | null }>('next_pending', NEXT)
  return row?.ms == null ? undefined : Number(row.ms)
}

export async function postpone(query: Query, rows: readonly PendingRow[], afterMs: number): Promise<void> {
  await query('postpone_pending', POSTPONE, [...attemptsOf(rows), afterMs])
}

export async function fail(query: Query, row: PendingRow, afterMs: number, error: string | null): Promise<void> {
  await query('fail_pending', FAIL, [...attemptsOf([row]), afterMs, error])
}

export async function hasten(query: Query, effects: readonly string[], limit: number): Promise<void> {
  await query('hasten_pending', HASTEN, [effects, limit])
}

const attemptsOf = (rows: readonly PendingRow[]): readonly unknown[] => [
  plain(rows.map(({ stream }) => stream)),
  texts(rows.map(({ name }) => name)),
  plain(rows.map(({ id }) => id)),
  plain(rows.map(({ attempt }) => attempt)),
]
