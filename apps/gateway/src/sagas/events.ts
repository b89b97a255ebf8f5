import type { WrittenReader } from '@bistro/events'
import type { Statement } from '@bistro/kit/postgres'
import type { SagaEvent } from '../contract/index.ts'
import { contentOf, type SeenEvent } from '../projection/seen.ts'
import { withoutSecrets } from '../secrets.ts'
import { inCausalOrder } from './order.ts'
import { UNDOES } from './undoes.ts'

/** A longer saga is cut: no saga of this domain comes near. */
const MOST = 2_000

const COLUMNS = `service, stream, version, id, type, saga, causation, time, seen_at as "seenAt", topic,
  kafka_partition as partition, kafka_offset::text as "offset", schema_version as "schemaVersion", headers, value, problem`
const OF_SAGA = `select ${COLUMNS} from saga_events where saga = $1 and ($2::timestamptz is null or time <= $2)
  order by time nulls last, version limit ${MOST}`

interface Row extends Omit<SeenEvent, 'raw' | 'time' | 'seenAt' | 'data' | 'unlearned'> {
  readonly time: Date | null
  readonly seenAt: Date
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly headers: Readonly<Record<string, string>>
  readonly value: Buffer
}

/** The events of one saga, up to a moment if it is given: by time, causes first. */
export async function eventsOf(
  query: Statement,
  reader: Pick<WrittenReader, 'read'>,
  saga: string,
  at?: string,
): Promise<SeenEvent[]> {
  const rows = await query<Row>(OF_SAGA, [saga, at ?? null])
  return inCausalOrder(rows.map((row) => toSeen(row, reader)))
}

function toSeen(row: Row, reader: Pick<WrittenReader, 'read'>): SeenEvent {
  const { topic, partition, offset, headers, value, time, seenAt, ...rest } = row
  const isEvent = row.version > 0
  return {
    ...rest,
    saga: row.saga ?? undefined,
    causation: row.causation ?? undefined,
    time: time?.toISOString(),
    seenAt: seenAt.toISOString(),
    raw: { topic, partition, offset, headers, value },
    schemaVersion: row.schemaVersion ?? undefined,
    problem: row.problem ?? undefined,
    data: undefined,
    unlearned: false,
    ...(isEvent && contentOf(headers.ce_type ?? '', value, reader)),
  }
}

/** Events as the page shows them, each with the earlier event of its stream that it undoes. */
export function toSagaEvents(events: readonly SeenEvent[]): SagaEvent[] {
  return events.map((event) => ({
    service: event.service,
    type: event.type,
    streamId: event.stream,
    version: event.version,
    id: event.id,
    ...(event.causation !== undefined && { causationId: event.causation }),
    time: event.time ?? event.seenAt,
    seenAt: event.seenAt,
    topic: event.raw.topic,
    partition: event.raw.partition,
    offset: event.raw.offset,
    ...(event.schemaVersion !== undefined && { schemaVersion: event.schemaVersion }),
    ...(event.data !== undefined && { data: withoutSecrets(event.data) }),
    ...(event.problem !== undefined && { problem: event.problem }),
    ...undoneIn(event, events),
  }))
}

/** The last step before it in its stream that it undoes. */
function undoneIn(
  { type, service, stream, version }: SeenEvent,
  events: readonly SeenEvent[],
): { compensates?: string } {
  const steps = UNDOES.get(type) ?? []
  const undone = events
    .filter((other) => steps.includes(other.type) && other.service === service && other.stream === stream)
    .filter((other) => other.version < version)
    .reduce<SeenEvent | undefined>((last, other) => (last && last.version > other.version ? last : other), undefined)
  return undone ? { compensates: undone.id } : {}
}
