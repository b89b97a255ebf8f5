import type { Statement } from '@bistro/kit/postgres'
import type { SagaSummary } from '../contract/index.ts'
import type { SagaRow } from '../projection/fold.ts'

/** A row of `sagas`, and whether the last look found it stuck. */
export interface SummaryRow {
  readonly reservationId: string
  readonly orderId: string
  readonly customerId: string | null
  readonly eveningId: string | null
  readonly startedAt: Date
  readonly lastService: string
  readonly lastType: string
  readonly lastAt: Date
  readonly status: SagaSummary['status']
  readonly reason: string | null
  readonly endedAt: Date | null
  readonly stuck: boolean
}

export const SUMMARY_COLUMNS = `s.reservation_id as "reservationId", s.order_id as "orderId", s.customer_id as "customerId",
  s.evening_id as "eveningId", s.started_at as "startedAt", s.last_service as "lastService", s.last_type as "lastType",
  s.last_at as "lastAt", s.status, s.reason, s.ended_at as "endedAt",
  s.status = 'open' and k.reservation_id is not null as stuck`
export const SUMMARY_TABLES = 'sagas s left join stuck_sagas k using (reservation_id)'

const OF_SOME = `select ${SUMMARY_COLUMNS} from ${SUMMARY_TABLES} where s.reservation_id = any($1)`

/** Those of some sagas that the view knows, in any order. */
export async function summariesOf(query: Statement, reservationIds: readonly string[]): Promise<SagaSummary[]> {
  return (await query<SummaryRow>(OF_SOME, [reservationIds])).map(toSummary)
}

export const toSummary = (row: SummaryRow): SagaSummary => ({
  reservationId: row.reservationId,
  orderId: row.orderId,
  ...(row.customerId !== null && { customerId: row.customerId }),
  ...(row.eveningId !== null && { eveningId: row.eveningId }),
  startedAt: row.startedAt.toISOString(),
  lastEvent: { service: row.lastService, type: row.lastType, at: row.lastAt.toISOString() },
  status: row.status,
  ...(row.reason !== null && { reason: row.reason }),
  ...(row.endedAt !== null && { endedAt: row.endedAt.toISOString() }),
  stuck: row.stuck,
})

/** A saga folded from some of its events, such as those up to a past moment. */
export const summaryOf = ({ last, ending, ...row }: SagaRow): SagaSummary =>
  toSummary({
    ...row,
    customerId: row.customerId ?? null,
    eveningId: row.eveningId ?? null,
    startedAt: new Date(row.startedMs),
    lastService: last.service,
    lastType: last.type,
    lastAt: new Date(last.ms),
    status: ending?.status ?? 'open',
    reason: ending?.reason ?? null,
    endedAt: ending ? new Date(ending.ms) : null,
    stuck: false,
  })
