import type { Page, Pending } from '../runtime/store.ts'
import type { Query } from './connection.ts'
import type { PendingRowRecord } from './load.ts'

const PAGE = `select * from owed
  where ($2::uuid is null or id < $2::uuid) and ($3::uuid is null or stream = $3::uuid) order by id desc limit $1`

type PendingRecord = PendingRowRecord & { readonly due_at: Date; readonly since: Date }

const toPending = (row: PendingRecord): Pending => ({
  id: row.id,
  stream: row.stream,
  name: row.name,
  kind: row.kind,
  dueAt: row.due_at.toISOString(),
  attempt: row.attempt,
  since: row.since.toISOString(),
  ...(row.last_error !== null && { lastError: row.last_error }),
})

/** Pending timers and effects, latest first, optionally of one stream. */
export async function pageOfPending(query: Query, { limit, after }: Page, stream?: string): Promise<Pending[]> {
  return (await query<PendingRecord>('pending_page', PAGE, [limit, after ?? null, stream ?? null])).map(toPending)
}
