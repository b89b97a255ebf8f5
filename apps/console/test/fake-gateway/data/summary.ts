import type { SagaDetail, SagaEvent, SagaSummary, Waiting } from '@bistro/gateway/contract'
import { eventsOf, storyOf } from './events.ts'
import { orderId, reservationId } from './ids.ts'
import type { Saga } from './sagas.ts'
import { SERVICES } from './topology.ts'

const ENDINGS = { OrderDelivered: 'delivered', OrderCancelled: 'cancelled', ReservationRejected: 'rejected' } as const
const QUIET_MS = 30_000

const isEnding = (type: string): type is keyof typeof ENDINGS => type in ENDINGS

/** Of sagas in which nothing will happen any more: lists of 10,000 are asked for again and again. */
const settled = new WeakMap<Saga, SagaSummary>()

export function listed(saga: Saga, nowMs: number): SagaSummary {
  const known = settled.get(saga)
  if (known) return known
  const events = eventsOf(saga, nowMs)
  const summary = summaryOf(saga, nowMs, events)
  const isSettled = events.length === storyOf(saga).steps.length && waitingOf(saga, nowMs, events).length === 0
  if (isSettled && summary.status !== 'open') settled.set(saga, summary)
  return summary
}

export function summaryOf(saga: Saga, atMs: number, events = eventsOf(saga, atMs)): SagaSummary {
  const end = events.find(({ type }) => isEnding(type))
  const last = events.at(-1)!
  const { reason } = (end?.data ?? {}) as { reason?: string }
  return {
    reservationId: reservationId(saga.number),
    orderId: orderId(saga.number),
    customerId: saga.customer,
    eveningId: saga.evening,
    startedAt: new Date(saga.startedMs).toISOString(),
    lastEvent: { service: last.service, type: last.type, at: last.time },
    status: end && isEnding(end.type) ? ENDINGS[end.type] : 'open',
    ...(reason ? { reason } : {}),
    ...(end ? { endedAt: end.time } : {}),
    stuck: waitingOf(saga, atMs, events).some(({ isStuck }) => isStuck),
  }
}

/** What is still waited for at a moment. An open saga that waits for nothing known is stuck without a reason. */
export function waitingOf(saga: Saga, atMs: number, events: readonly SagaEvent[]): Waiting[] {
  const known = (storyOf(saga).waits ?? []).flatMap((wait): Waiting[] => {
    const from = events.findLast(({ type }) => type === wait.from)
    if (!from || events.some(({ type }) => type === wait.to)) return []
    const { from: _, to: __, untilMs, stuckAfterMs = Number.POSITIVE_INFINITY, ...rest } = wait
    const sinceMs = Date.parse(from.time)
    const until = untilMs === undefined ? {} : { until: new Date(nextTry(sinceMs, untilMs, atMs)).toISOString() }
    return [{ ...rest, ...until, since: from.time, isStuck: atMs - sinceMs >= stuckAfterMs }]
  })
  const last = events.at(-1)
  const isQuiet = last !== undefined && atMs - Date.parse(last.time) > QUIET_MS
  if (known.length > 0 || !isQuiet || events.some(({ type }) => isEnding(type))) return known
  return [
    {
      kind: 'outside',
      service: last.service,
      what: 'nothing known',
      since: last.time,
      isStuck: true,
      text: `nothing is known that this saga waits for; its last event is ${last.type} of ${last.service}`,
    },
  ]
}

/** Tries repeat: the next is never in the past. */
const nextTry = (sinceMs: number, pauseMs: number, atMs: number) =>
  sinceMs + pauseMs * Math.max(1, Math.ceil((atMs - sinceMs) / pauseMs))

export function sagaDetailOf(saga: Saga, nowMs: number, at?: string): SagaDetail {
  const events = eventsOf(saga, at === undefined ? nowMs : Math.min(nowMs, Date.parse(at)))
  const all = eventsOf(saga, nowMs)
  return {
    ...summaryOf(saga, nowMs, all),
    ...(at === undefined ? {} : { at }),
    events: all,
    waitingFor: at === undefined ? waitingOf(saga, nowMs, all) : [],
    states: Object.fromEntries(SERVICES.map((service) => [service, stateOf(service, events)])),
    unavailable: [],
  }
}

function stateOf(service: string, events: readonly SagaEvent[]) {
  const own = events.filter((event) => event.service === service)
  const last = own.at(-1)
  if (!last) return null
  const status = last.type.replace(/^(Order|Shipment|Payment|Reservation_?|Credit)/, '').toLowerCase()
  return {
    streamId: last.streamId,
    aggregate: service,
    version: last.version,
    state: { status, ...(last.data as object), ...(service === 'customer' && { substates: substatesOf(last) }) },
  }
}

/** As the customer service keeps them: by order. */
const substatesOf = ({ id }: SagaEvent) => ({
  [id]: { credit: 'reserved', reservationId: id, amount: { amount: 11_900, currency: 'EUR' } },
})
