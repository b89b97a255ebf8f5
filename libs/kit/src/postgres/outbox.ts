import type { EncodedEvent, OutboxEntry } from '../runtime/store.ts'
import type { Query } from './connection.ts'

export const EVENT_COLUMNS =
  'stream, version, id, aggregate, type, time, correlation_id, causation_id, traceparent, bytes'

const LEFT = `select entry, ${EVENT_COLUMNS}
  from (select id as entry, positions from outbox where created_at <= now() - $1 * interval '1 ms' order by id limit $2) o
  cross join lateral (select position, ${EVENT_COLUMNS} from events where position = any(o.positions) offset 0) e
  order by entry, position`

const PUBLISHED = `select ${EVENT_COLUMNS}, position from events where published and position > $1 order by position limit $2`

export interface EventRecord {
  stream: string
  version: number
  id: string
  aggregate: string
  type: string
  time: Date
  correlation_id: string | null
  causation_id: string
  traceparent: string
  bytes: Buffer
}

/** Outbox entries that a crash left behind, with their events, oldest first. */
export async function findUnpublished(query: Query, minAgeMs: number, limit: number): Promise<OutboxEntry[]> {
  const entries = new Map<string, EncodedEvent[]>()
  for (const row of await query<EventRecord & { entry: number }>('unpublished', LEFT, [minAgeMs, limit])) {
    const entry = String(row.entry)
    const events = entries.get(entry) ?? []
    entries.set(entry, events)
    events.push(toEvent(row))
  }
  return [...entries].map(([id, events]) => ({ id, events }))
}

/** All published events, page by page, in stored order. */
export async function* allPublished(query: Query, pageSize: number): AsyncGenerator<EncodedEvent[]> {
  for (let position = 0; ; ) {
    const rows = await query<EventRecord & { position: number }>('published', PUBLISHED, [position, pageSize])
    const last = rows.at(-1)
    if (!last) return
    yield rows.map(toEvent)
    position = last.position
  }
}

export const toEvent = (row: EventRecord): EncodedEvent => ({
  id: row.id,
  aggregate: row.aggregate,
  stream: row.stream,
  version: row.version,
  type: row.type,
  data: {},
  time: row.time.toISOString(),
  correlationId: row.correlation_id ?? undefined,
  causationId: row.causation_id,
  traceparent: row.traceparent,
  published: true,
  bytes: row.bytes,
})
