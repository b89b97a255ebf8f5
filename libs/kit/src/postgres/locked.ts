import { type Locks, NO_LOCKS } from '../model/locks.ts'
import type { Service } from '../model/service.ts'
import { gateKey, pairKey, splitKey } from '../model/unit-of-work.ts'
import type { AnyView } from '../model/view.ts'
import type { CommitOutcome } from '../runtime/store.ts'
import { amongPairs } from './among.ts'
import { pairs, plain } from './arrays.ts'
import { columnOf, tableOf } from './columns.ts'
import type { Query } from './connection.ts'
import { sqlStateOf } from './errors.ts'

/** Existing rows that are locked: those that `skip locked` leaves out. */
const LOCKED_GATES = `with free as (select ctid from gates where ${amongPairs('stream', 'source')} for update skip locked)
  select stream, source as other from gates where ${amongPairs('stream', 'source')} and ctid <> all(array(select ctid from free))`

const LOCKED_PENDING = `with free as (select ctid from owed where ${amongPairs('stream', 'name')} for update skip locked)
  select stream, name as other from owed where ${amongPairs('stream', 'name')} and ctid <> all(array(select ctid from free))`

/** A stream also counts as locked if its companion's row is. */
const LOCKED_SNAPSHOTS = `with wanted as (select stream, link from streams where stream = any($1::uuid[])),
  free as (select stream from streams where stream = any(array(select stream from wanted) || array(select link from wanted))
    for update skip locked)
  select stream from wanted where stream <> all(array(select stream from free))
    or (link is not null and link <> all(array(select stream from free))
      and exists (select from streams other where other.stream = wanted.link))`

/** Which rows another session has locked. Locks the free ones briefly, in a transaction of its own. */
export async function findLocked(query: Query, { views }: Pick<Service, 'views'>, locks: Locks): Promise<Locks> {
  const { gates, snapshots, rows, pending } = locks
  type Pair = { stream: string; other: string }
  const lockedRows: string[] = []
  for (const view of views) lockedRows.push(...(await lockedOf(query, view, rows)))
  const lockedSnapshots =
    snapshots.size > 0 ? await query<Pair>('locked_snapshots', LOCKED_SNAPSHOTS, [plain([...snapshots])]) : []
  const lockedGates = gates.size > 0 ? await query<Pair>('locked_gates', LOCKED_GATES, pairs(gates)) : []
  const lockedPending = pending.size > 0 ? await query<Pair>('locked_pending', LOCKED_PENDING, pairs(pending)) : []
  return {
    ...NO_LOCKS,
    snapshots: new Set(lockedSnapshots.map(({ stream }) => stream)),
    gates: new Set(lockedGates.map(({ stream, other }) => gateKey(other, stream))),
    pending: new Set(lockedPending.map(({ stream, other }) => pairKey(stream, other))),
    rows: new Set(lockedRows),
  }
}

async function lockedOf(query: Query, view: AnyView, rows: ReadonlySet<string>): Promise<string[]> {
  const keys = [...rows].filter((key) => splitKey(key)[0] === view.name).map((key) => splitKey(key)[1])
  if (keys.length === 0) return []
  const [table, column] = [tableOf(view), columnOf(view.key)]
  const text = `with free as (select ${column} as key from ${table} where ${column} = any($1::text[]) for update skip locked)
    select ${column} as key from ${table} where ${column} = any($1::text[]) and ${column} <> all(array(select key from free))`
  const found = await query<{ key: string }>(`locked_${view.name}`, text, [keys])
  return found.map(({ key }) => pairKey(view.name, key))
}

/** The id is in the future: a server that was restored from a backup does not know the transaction. */
const UNKNOWN_TO_SERVER = '22023'

export async function commitOutcome(query: Query, commit: string): Promise<CommitOutcome> {
  try {
    const [row] = await query<{ status: CommitOutcome }>(
      'commit_outcome',
      'select pg_xact_status($1::xid8) as status',
      [commit],
    )
    return row?.status ?? 'aborted'
  } catch (error) {
    if (sqlStateOf(error) === UNKNOWN_TO_SERVER) return 'aborted'
    throw error
  }
}
