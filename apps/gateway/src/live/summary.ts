import { orderIdOf } from '@bistro/events'
import type { SagaSummary } from '../contract/index.ts'
import { statusOf } from '../projection/fold.ts'
import { instant, type Seen } from './seen.ts'

/** Of an event's data, what a summary needs. */
export interface SummaryData {
  readonly customerId?: string
  readonly eveningId?: string
  readonly reason?: string
}

const NAMES_BOTH = ['ReservationHeld', 'ReservationRejected', 'OrderRequested']

/** Whether a summary needs the event's data: other events are not decoded. */
export const isTelling = (type: string): boolean => statusOf(type) !== undefined || NAMES_BOTH.includes(type)

/** A saga's summary with one event more: the same in whatever order the events come, and however often. */
export function withEvent(
  known: SagaSummary | undefined,
  saga: string,
  seen: Seen,
  data: SummaryData | undefined,
): SagaSummary {
  const { service, type, timeMs } = seen
  const at = instant(timeMs)
  const before = known ?? {
    ...{ reservationId: saga, orderId: orderIdOf(saga), startedAt: at, lastEvent: { service, type, at } },
    ...{ status: 'open' as const, stuck: false },
  }
  return {
    ...before,
    ...(NAMES_BOTH.includes(type) && { customerId: data?.customerId, eveningId: data?.eveningId }),
    ...(at < before.startedAt && { startedAt: at }),
    ...(at >= before.lastEvent.at && { lastEvent: { service, type, at } }),
    // Of two endings the first counts, as in the saga view.
    ...(before.endedAt === undefined || at < before.endedAt ? endingOf(type, at, data) : {}),
  }
}

function endingOf(type: string, at: string, data: SummaryData | undefined): Partial<SagaSummary> {
  const status = statusOf(type)
  if (!status) return {}
  return { status, endedAt: at, stuck: false, ...(data?.reason !== undefined && { reason: data.reason }) }
}
