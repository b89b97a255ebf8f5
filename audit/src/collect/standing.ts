import { typeOf } from '@bistro/events'
import type { ParkedFact, PendingFact } from '@bistro/oracle'
import type { Snapshot } from './snapshot.ts'

const OWED = `select stream, name, kind, due_at as due, attempt, since, last_error as error from owed
  where $1::uuid[] is null or stream = any($1)`
const PARKED = `select id, reason, source, stream, version, headers ->> 'ce_type' as type, since, error from parked
  where $1::uuid[] is null or stream = any($1)`

type PendingRow = Omit<PendingFact, 'service' | 'dueMs' | 'sinceMs' | 'error'> & {
  readonly due: Date
  readonly since: Date
  readonly error: string | null
}
type ParkedRow = Omit<ParkedFact, 'service' | 'sinceMs' | 'type'> & {
  readonly since: Date
  readonly type: string | null
}

/** Timers and effects of some streams, or of all. */
export async function pendingIn(snapshot: Snapshot, streams?: readonly string[]): Promise<PendingFact[]> {
  const rows = await snapshot.all<PendingRow>(OWED, [streams ?? null])
  return rows.map(({ due, since, error, ...row }) => ({
    ...row,
    service: snapshot.service,
    dueMs: due.getTime(),
    sinceMs: since.getTime(),
    ...(error !== null && { error }),
  }))
}

/** Messages of some streams, or of all, that were parked. */
export async function parkedIn(snapshot: Snapshot, streams?: readonly string[]): Promise<ParkedFact[]> {
  const rows = await snapshot.all<ParkedRow>(PARKED, [streams ?? null])
  return rows.map(({ since, type, ...row }) => ({
    ...row,
    service: snapshot.service,
    type: typeOf(type ?? '') ?? type ?? 'a message',
    sinceMs: since.getTime(),
  }))
}
