import { gateKey, type ParkedAt, placeOf, splitKey, type UnitOfWork } from '../model/unit-of-work.ts'
import { type Hole, type StoredParked, waitsFor } from '../runtime/store.ts'
import { among, amongPairs } from './among.ts'
import { pairs, plain, texts } from './arrays.ts'
import type { Query } from './connection.ts'

/** Parked messages that may join a batch; periodic resumption brings the rest. */
const PARKED_PER_LOAD = 200

const COLUMNS = `id, reason, source, stream, version, waits_for, error, since, topic, kafka_partition, kafka_offset, headers, value`

const PLACES = `select stream, source, version, id, reason, headers ->> 'ce_id' as event_id, value from parked
  where ${among({ stream: 'uuid', source: 'text', version: 'integer' })}`

const OF_GATES = `select ${COLUMNS} from parked
  where ${amongPairs('stream', 'source')} order by version limit ${PARKED_PER_LOAD}`

const FOR_ROWS = `select ${COLUMNS} from parked where waits_for = any($1::text[]) order by version limit ${PARKED_PER_LOAD}`

/** Next in their stream, and not poison. In random order, so that those that still must wait do not block others. */
const RESUMABLE = `select ${COLUMNS} from parked p where reason <> 'poison' and version <= 1 + coalesce(
    (select g.version from gates g where g.stream = p.stream and g.source = p.source), 0)
  order by random() limit $1`

const HOLES = `select id, topic from parked p where reason = 'gap' and since <= now() - $1 * interval '1 ms'
    and version > 1 + coalesce((select g.version from gates g where g.stream = p.stream and g.source = p.source), 0)
    and not exists (select from parked b where b.stream = p.stream and b.source = p.source and b.version = p.version - 1)
  order by id desc limit $2`

const PAGE = `select ${COLUMNS} from parked where $2::uuid is null or id < $2::uuid order by id desc limit $1`

const BEHIND = `select count(*)::integer as count from parked where stream = $1 and source = $2 and version > $3`

const BY_ID = `select ${COLUMNS} from parked where id = $1`

export interface ParkedRecord {
  id: string
  reason: StoredParked['reason']
  source: string
  stream: string
  version: number
  waits_for: string | null
  error: string
  since: Date
  topic: string
  kafka_partition: number
  kafka_offset: string
  headers: Record<string, string>
  value: Buffer
}

const toParked = (row: ParkedRecord): StoredParked => ({
  id: row.id,
  reason: row.reason,
  source: row.source,
  stream: row.stream,
  version: row.version,
  error: row.error,
  since: row.since.toISOString(),
  ...waitsFor(row.reason, row.version, row.waits_for),
  record: {
    topic: row.topic,
    partition: row.kafka_partition,
    offset: row.kafka_offset,
    headers: row.headers,
    value: row.value,
  },
})

/** Loads into the unit of work which messages are parked at these places. */
export async function lookAtPlaces(query: Query, places: Set<string>, unit: UnitOfWork): Promise<void> {
  if (places.size === 0) return
  const found = new Map<string, ParkedAt[]>([...places].map((place) => [place, []]))
  const split = [...places].map(splitPlace)
  const values = [
    plain(split.map(({ stream }) => stream)),
    texts(split.map(({ source }) => source)),
    plain(split.map(({ version }) => version)),
  ]
  type Taken = Pick<ParkedRecord, 'stream' | 'source' | 'version' | 'id' | 'reason' | 'value'> & { event_id: string }
  for (const { stream, source, version, event_id, ...row } of await query<Taken>('parked_places', PLACES, values))
    found.get(placeOf({ gate: gateKey(source, stream), version }))?.push({ ...row, eventId: event_id })
  for (const [place, rows] of found) unit.parkedPlaces.set(place, rows)
}

function splitPlace(place: string): Pick<ParkedRecord, 'stream' | 'source' | 'version'> {
  const end = place.lastIndexOf('|')
  const [stream, source] = splitKey(place.slice(0, end))
  return { stream, source, version: Number(place.slice(end + 1)) }
}

export async function findParkedOfGates(query: Query, keys: Set<string>): Promise<StoredParked[]> {
  return (await query<ParkedRecord>('parked_of_gates', OF_GATES, pairs(keys))).map(toParked)
}

export const findParkedForRows = async (query: Query, keys: Set<string>): Promise<StoredParked[]> =>
  (await query<ParkedRecord>('parked_for_rows', FOR_ROWS, [[...keys]])).map(toParked)

export const findResumable = async (query: Query, limit: number): Promise<StoredParked[]> =>
  (await query<ParkedRecord>('parked_resumable', RESUMABLE, [limit])).map(toParked)

export const findHoles = (query: Query, minAgeMs: number, limit: number): Promise<Hole[]> =>
  query<Hole>('parked_holes', HOLES, [minAgeMs, limit])

export const pageOfParked = async (query: Query, limit: number, after?: string): Promise<StoredParked[]> =>
  (await query<ParkedRecord>('parked_page', PAGE, [limit, after ?? null])).map(toParked)

export const findParked = async (query: Query, id: string): Promise<StoredParked | undefined> =>
  (await query<ParkedRecord>('parked_by_id', BY_ID, [id])).map(toParked)[0]

export const countBehind = async (query: Query, { stream, source, version }: StoredParked): Promise<number> =>
  (await query<{ count: number }>('parked_behind', BEHIND, [stream, source, version]))[0]?.count ?? 0
