import type { Database } from '@bistro/kit/postgres'
import type { Counts, Overview, SagaSummary, StuckSaga } from '../contract/index.ts'
import { instant } from '../live/seen.ts'

const MAX_STUCK = 10
const MINUTES = 30
const MINUTE_MS = 60_000

const COLUMNS = `s.reservation_id as "reservationId", s.order_id as "orderId", s.customer_id as "customerId",
  s.evening_id as "eveningId", s.started_at as "startedAt", s.last_service as service, s.last_type as type,
  s.last_at as at, s.status, s.reason, s.ended_at as "endedAt"`
const SUMMARIES = `select ${COLUMNS}, k.reservation_id is not null as stuck from sagas s
  left join stuck_sagas k using (reservation_id) where s.reservation_id = any($1::uuid[])`
const STUCK = `select ${COLUMNS}, true as stuck, k.waiting_for as "waitingFor" from stuck_sagas k
  join sagas s using (reservation_id) order by k.since, k.reservation_id limit ${MAX_STUCK}`
const STUCK_IDS = 'select reservation_id as id from stuck_sagas'
const COUNTS = 'select status, count(*)::integer as count from sagas group by status'
const BY_MINUTE = `
  select date_trunc('minute', started_at) as minute, 'started' as what, count(*)::integer as count from sagas
    where started_at >= $1 group by 1
  union all
  select date_trunc('minute', ended_at), status, count(*)::integer from sagas where ended_at >= $1 group by 1, 2`
const POSITIONS = 'select topic, kafka_partition as partition, kafka_offset::text as offset from positions'

interface Row {
  readonly reservationId: string
  readonly orderId: string
  readonly customerId: string | null
  readonly eveningId: string | null
  readonly startedAt: Date
  readonly service: string
  readonly type: string
  readonly at: Date
  readonly status: SagaSummary['status']
  readonly reason: string | null
  readonly endedAt: Date | null
  readonly stuck: boolean
}

const summaryOf = (row: Row): SagaSummary => ({
  ...{ reservationId: row.reservationId, orderId: row.orderId },
  ...(row.customerId !== null && { customerId: row.customerId }),
  ...(row.eveningId !== null && { eveningId: row.eveningId }),
  startedAt: row.startedAt.toISOString(),
  lastEvent: { service: row.service, type: row.type, at: row.at.toISOString() },
  status: row.status,
  ...(row.reason !== null && { reason: row.reason }),
  ...(row.endedAt !== null && { endedAt: row.endedAt.toISOString() }),
  stuck: row.stuck && row.status === 'open',
})

export interface Rows {
  readonly counts: Counts
  readonly minutes: Overview['minutes']
  readonly stuck: readonly StuckSaga[]
  readonly stuckIds: ReadonlySet<string>
  /** The next record that the saga view reads, by topic and partition. */
  readonly positions: ReadonlyMap<string, bigint>
}

export const NO_ROWS: Rows = {
  counts: { open: 0, stuck: 0, delivered: 0, cancelled: 0, rejected: 0 },
  minutes: [],
  stuck: [],
  stuckIds: new Set(),
  positions: new Map(),
}

/** What the saga view says of some sagas. */
export const loadSummaries = async ({ query }: Database, ids: readonly string[]): Promise<SagaSummary[]> =>
  (await query<Row>(SUMMARIES, [ids])).map(summaryOf)

/** What the saga view says of all sagas. */
export async function readRows({ query }: Database, nowMs: number): Promise<Rows> {
  const firstMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS - (MINUTES - 1) * MINUTE_MS
  const [counts, minutes, stuck, ids, positions] = await Promise.all([
    query<{ status: SagaSummary['status']; count: number }>(COUNTS),
    query<{ minute: Date; what: string; count: number }>(BY_MINUTE, [instant(firstMs)]),
    query<Row & Pick<StuckSaga, 'waitingFor'>>(STUCK),
    query<{ id: string }>(STUCK_IDS),
    query<{ topic: string; partition: number; offset: string }>(POSITIONS),
  ])
  return {
    counts: {
      ...NO_ROWS.counts,
      ...Object.fromEntries(counts.map(({ status, count }) => [status, count])),
      stuck: ids.length,
    },
    minutes: Array.from({ length: MINUTES }, (_, index) => minuteOf(firstMs + index * MINUTE_MS, minutes)),
    stuck: stuck.map((row) => ({ ...summaryOf(row), waitingFor: row.waitingFor })),
    stuckIds: new Set(ids.map(({ id }) => id)),
    positions: new Map(positions.map(({ topic, partition, offset }) => [`${topic} ${partition}`, BigInt(offset)])),
  }
}

function minuteOf(
  ms: number,
  found: readonly { minute: Date; what: string; count: number }[],
): Overview['minutes'][number] {
  const own = found.filter(({ minute }) => minute.getTime() === ms)
  const count = (what: string): number => own.find((row) => row.what === what)?.count ?? 0
  return {
    minute: instant(ms),
    started: count('started'),
    delivered: count('delivered'),
    cancelled: count('cancelled'),
    rejected: count('rejected'),
  }
}
