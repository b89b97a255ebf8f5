import { byteas, jsons, plain, texts } from '@bistro/kit/postgres'
import type { Position } from '@bistro/kit/runtime'
import type { SagaRow } from './fold.ts'
import type { SeenEvent } from './seen.ts'

/** One statement of a transaction. */
export type Run = (text: string, values?: readonly unknown[]) => Promise<readonly object[]>

/** A crash of the server loses rows and positions alike, and the log gives both again. */
const NO_WAIT_FOR_DISK = 'set local synchronous_commit = off'

/** What one transaction stores. */
export interface Batch {
  readonly events: readonly SeenEvent[]
  readonly sagas: readonly SagaRow[]
  readonly positions: readonly Position[]
}

/**
 * Of two records of one event a readable one counts, and of two readable ones the first in the log: which was delivered first
 * does not matter.
 */
const EVENTS = `insert into saga_events as known (service, stream, version, id, type, saga, causation, time, seen_at,
    topic, kafka_partition, kafka_offset, schema_version, headers, value, problem, unlearned)
  select * from unnest($1::text[], $2::uuid[], $3::integer[], $4::uuid[], $5::text[], $6::uuid[], $7::text[],
    $8::timestamptz[], $9::timestamptz[], $10::text[], $11::integer[], $12::bigint[], $13::integer[], $14::json[],
    $15::bytea[], $16::text[], $17::boolean[])
  on conflict (service, stream, version) do update set
    id = excluded.id, type = excluded.type, saga = excluded.saga, causation = excluded.causation, time = excluded.time,
    topic = excluded.topic, kafka_partition = excluded.kafka_partition, kafka_offset = excluded.kafka_offset,
    schema_version = excluded.schema_version, headers = excluded.headers, value = excluded.value,
    problem = excluded.problem, unlearned = excluded.unlearned
  where (excluded.unlearned, excluded.problem is not null, excluded.topic, excluded.kafka_partition, excluded.kafka_offset)
    < (known.unlearned, known.problem is not null, known.topic, known.kafka_partition, known.kafka_offset)`

const LAST = '(excluded.last_at, excluded.last_version, excluded.last_service, excluded.last_type)'
const KNOWN_LAST = '(known.last_at, known.last_version, known.last_service, known.last_type)'
const later = (column: string): string =>
  `${column} = case when ${LAST} > ${KNOWN_LAST} then excluded.${column} else known.${column} end`

const ENDS_FIRST = `excluded.ended_at is not null and (known.ended_at is null
  or (excluded.ended_at, excluded.status, coalesce(excluded.reason, '')) < (known.ended_at, known.status, coalesce(known.reason, '')))`
const first = (column: string): string =>
  `${column} = case when ${ENDS_FIRST} then excluded.${column} else known.${column} end`

/** The same rules as in `fold.ts`: `least` and `greatest` pass over null. */
const SAGAS = `insert into sagas as known (reservation_id, order_id, payment_id, shipment_id, customer_id, evening_id,
    started_at, last_at, last_version, last_service, last_type, status, ended_at, reason, confirmed_at, seen_at)
  select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::timestamptz[],
    $8::timestamptz[], $9::integer[], $10::text[], $11::text[], $12::text[], $13::timestamptz[], $14::text[],
    $15::timestamptz[], $16::timestamptz[])
  on conflict (reservation_id) do update set
    customer_id = least(known.customer_id, excluded.customer_id),
    evening_id = least(known.evening_id, excluded.evening_id),
    started_at = least(known.started_at, excluded.started_at),
    confirmed_at = least(known.confirmed_at, excluded.confirmed_at),
    seen_at = greatest(known.seen_at, excluded.seen_at),
    ${['last_at', 'last_version', 'last_service', 'last_type'].map(later).join(', ')},
    ${['status', 'ended_at', 'reason'].map(first).join(', ')}`

const POSITIONS = `insert into positions (topic, kafka_partition, kafka_offset)
  select * from unnest($1::text[], $2::integer[], $3::bigint[])
  on conflict (topic, kafka_partition) do update set kafka_offset = excluded.kafka_offset`

/**
 * Stores a batch within a transaction. Rows are locked in the order of tables and keys, so that two replicas
 * do not deadlock.
 */
export async function store(run: Run, batch: Batch): Promise<void> {
  await run(NO_WAIT_FOR_DISK)
  await storeEvents(run, batch.events)
  await storeSagas(run, batch.sagas)
  await storePositions(run, batch.positions)
}

async function storeEvents(run: Run, given: readonly SeenEvent[]): Promise<void> {
  if (given.length === 0) return
  const events = distinct(given)
  const column = <T>(of: (event: SeenEvent) => T): T[] => events.map(of)
  await run(EVENTS, [
    texts(column(({ service }) => service)),
    plain(column(({ stream }) => stream)),
    plain(column(({ version }) => version)),
    plain(column(({ id }) => id)),
    texts(column(({ type }) => type)),
    plain(column(({ saga }) => saga)),
    texts(column(({ causation }) => causation)),
    plain(column(({ time }) => time)),
    plain(column(({ seenAt }) => seenAt)),
    texts(column(({ raw }) => raw.topic)),
    plain(column(({ raw }) => raw.partition)),
    plain(column(({ raw }) => raw.offset)),
    plain(column(({ schemaVersion }) => schemaVersion)),
    jsons(column(({ raw }) => raw.headers)),
    byteas(column(({ raw }) => raw.value)),
    texts(column(({ problem }) => problem?.replaceAll('\0', ''))),
    plain(column(({ unlearned }) => unlearned)),
  ])
}

/** One statement cannot change a row twice. */
function distinct(events: readonly SeenEvent[]): readonly SeenEvent[] {
  const byKey = new Map<string, SeenEvent>()
  for (const event of events) {
    const key = `${event.stream}${event.version}${event.service}`
    const known = byKey.get(key)
    if (!known || comesFirst(event, known)) byKey.set(key, event)
  }
  return [...byKey.values()].sort(compareKeys)
}

function compareKeys(a: SeenEvent, b: SeenEvent): number {
  if (a.service !== b.service) return a.service < b.service ? -1 : 1
  if (a.stream !== b.stream) return a.stream < b.stream ? -1 : 1
  return a.version - b.version
}

function comesFirst(a: SeenEvent, b: SeenEvent): boolean {
  if (a.unlearned !== b.unlearned) return b.unlearned
  if ((a.problem === undefined) !== (b.problem === undefined)) return a.problem === undefined
  if (a.raw.topic !== b.raw.topic) return a.raw.topic < b.raw.topic
  if (a.raw.partition !== b.raw.partition) return a.raw.partition < b.raw.partition
  return BigInt(a.raw.offset) < BigInt(b.raw.offset)
}

export async function storeSagas(run: Run, given: readonly SagaRow[]): Promise<void> {
  if (given.length === 0) return
  const sagas = given.toSorted((a, b) => (a.reservationId < b.reservationId ? -1 : 1))
  const column = <T>(of: (saga: SagaRow) => T): T[] => sagas.map(of)
  await run(SAGAS, [
    plain(column(({ reservationId }) => reservationId)),
    plain(column(({ orderId }) => orderId)),
    plain(column(({ paymentId }) => paymentId)),
    plain(column(({ shipmentId }) => shipmentId)),
    plain(column(({ customerId }) => customerId)),
    plain(column(({ eveningId }) => eveningId)),
    plain(column(({ startedMs }) => instant(startedMs))),
    plain(column(({ last }) => instant(last.ms))),
    plain(column(({ last }) => last.version)),
    texts(column(({ last }) => last.service)),
    texts(column(({ last }) => last.type)),
    plain(column(({ ending }) => ending?.status ?? 'open')),
    plain(column(({ ending }) => instant(ending?.ms))),
    texts(column(({ ending }) => ending?.reason)),
    plain(column(({ confirmedMs }) => instant(confirmedMs))),
    plain(column(({ seenAt }) => seenAt)),
  ])
}

const instant = (ms: number | undefined): string | undefined => (ms === undefined ? ms : new Date(ms).toISOString())

/** The next record of each partition that is not stored. */
export async function loadPositions(run: Run): Promise<Position[]> {
  const rows = await run('select topic, kafka_partition as partition, kafka_offset::text as "offset" from positions')
  return rows as readonly object[] as Position[]
}

async function storePositions(run: Run, given: readonly Position[]): Promise<void> {
  if (given.length === 0) return
  const positions = given.toSorted((a, b) =>
    a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1,
  )
  await run(POSITIONS, [
    texts(positions.map(({ topic }) => topic)),
    plain(positions.map(({ partition }) => partition)),
    plain(positions.map(({ offset }) => offset)),
  ])
}
