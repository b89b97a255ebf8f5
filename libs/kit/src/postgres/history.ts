import type { EncodedEvent } from '../runtime/store.ts'
import type { Query } from './connection.ts'
import { EVENT_COLUMNS, type EventRecord, toEvent } from './outbox.ts'

const PAGE = `select ${EVENT_COLUMNS}, published from events where stream = $1 and version > $2 order by version limit $3`

export async function readEventsAfter(
  query: Query,
  stream: string,
  version: number,
  limit: number,
): Promise<EncodedEvent[]> {
  type Record = EventRecord & { published: boolean }
  const rows = await query<Record>('events_after', PAGE, [stream, version, limit])
  return rows.map((row) => ({ ...toEvent(row), published: row.published }))
}
