import type { Attention, Faults, Invariants, Overview, ServiceHealth } from '@bistro/gateway/contract'
import { eventsOf } from './events.ts'
import { type Saga, special } from './sagas.ts'
import { STORIES } from './stories.ts'
import { sagaDetailOf, summaryOf, waitingOf } from './summary.ts'
import { SERVICES } from './topology.ts'

const MINUTE_MS = 60_000
const MINUTES = 30

const NAMES = [
  ...['Credit', 'Seats', 'Money', 'The services agree', 'Parcels', 'Every saga ends once'],
  ...['Stored is published', 'Views equal their replay'],
]

const INVARIANTS = (nowMs: number): Invariants => ({
  lookedAt: new Date(nowMs - 4000).toISOString(),
  items: NAMES.map((name, index) => ({ number: index + 1, name, status: 'holds', violations: [] })),
})

export const NO_FAULTS: Faults = {
  allowed: true,
  services: [],
  known: {
    faults: [
      { name: 'duplicate', what: 'records are sent or delivered more than once, some of them much later' },
      { name: 'delay', what: 'records reach the topic seconds late' },
      { name: 'reorder', what: 'events of one stream reach the topic in another order' },
      { name: 'lag', what: 'a partition is read seconds late: events of other partitions overtake it' },
      { name: 'crash-after-commit', what: 'a process dies after it has committed, before it publishes' },
      { name: 'crash-after-send', what: 'a process dies after it has published, before it knows that' },
      {
        name: 'crash-after-answer',
        what: 'a process dies after the card provider or the carrier has responded',
        services: ['payment', 'shipping'],
      },
    ],
    safetyNets: [
      {
        name: 'no-gate',
        what: 'Messages are applied without a check of their versions: duplicates count twice, and messages are applied out of order.',
      },
      {
        name: 'mark-before-send',
        what: 'The relay marks events as published before the broker has stored them: after a crash in between they are never published.',
      },
      {
        name: 'no-key',
        what: 'Calls to the card provider and the carrier carry no idempotency key: a retry charges or ships twice.',
      },
      {
        name: 'no-late-refund',
        what: 'A charge that becomes known after the payment deadline is not refunded.',
        services: ['payment'],
      },
    ],
  },
}

export const healthOf = (nowMs: number): ServiceHealth[] =>
  SERVICES.map((service) =>
    service === 'payment'
      ? {
          service,
          ready: true,
          lagMessages: 312,
          lagSeconds: 14.2,
          parked: 0,
          pendingFailing: 1,
          since: new Date(nowMs - 14_000).toISOString(),
        }
      : { service, ready: true, lagMessages: 0, lagSeconds: 0, parked: service === 'order' ? 1 : 0, pendingFailing: 0 },
  )

/** For an overview the stories' endings count; 10,000 sagas are not computed each time. */
export function overviewOf(sagas: readonly Saga[], nowMs: number, faults: Faults): Overview {
  const endings = sagas.map(({ story }) => STORIES[story].steps.at(-1)!.type)
  const rejected = endings.filter((type) => type === 'ReservationRejected').length
  const delivered = endings.filter((type) => type === 'CreditDebited').length
  const stuck = stuckOf(sagas, nowMs)
  const open = Math.min(sagas.length, stuck.length + 3)
  return {
    at: new Date(nowMs).toISOString(),
    counts: {
      open,
      stuck: stuck.length,
      delivered,
      rejected,
      cancelled: Math.max(0, sagas.length - open - delivered - rejected),
    },
    minutes: minutesOf(sagas.length, nowMs),
    eventsPerSecond: sagas.length === 0 ? 0 : 42.5,
    ...(sagas.length === 0 ? {} : { confirmed: { p50Ms: 396, p99Ms: 1240, count: 214 } }),
    services: healthOf(nowMs),
    invariants: INVARIANTS(nowMs),
    stuck,
    faults,
    unavailable: [],
  }
}

/** Only the youngest are looked at: the ordinary ones have ended. */
const LOOKED_AT = 20

const stuckOf = (sagas: readonly Saga[], nowMs: number) =>
  sagas.slice(0, LOOKED_AT).flatMap((saga) => {
    const waitingFor = waitingOf(saga, nowMs, eventsOf(saga, nowMs))
    return waitingFor.some(({ isStuck }) => isStuck) ? [{ ...summaryOf(saga, nowMs), waitingFor }] : []
  })

const minutesOf = (count: number, nowMs: number) =>
  Array.from({ length: count === 0 ? 0 : MINUTES }, (_, index) => {
    const wave = Math.round(30 + 20 * Math.sin(index / 3))
    return {
      minute: new Date(Math.floor(nowMs / MINUTE_MS - MINUTES + 1 + index) * MINUTE_MS).toISOString(),
      started: wave,
      delivered: Math.round(wave * 0.7),
      cancelled: Math.round(wave * 0.2),
      rejected: Math.round(wave * 0.1),
    }
  })

export function attentionOf(
  sagas: readonly Saga[],
  nowMs: number,
  unavailable: Attention['unavailable'] = [],
): Attention {
  const parked = sagas.find(({ story }) => story === 'parked')
  const refused = sagas.find(({ story }) => story === 'refund refused')
  return {
    stuck: stuckOf(sagas, nowMs),
    parked: parked ? [parkedOf(parked, nowMs)] : [],
    refunds: refused
      ? [
          {
            orderId: sagaDetailOf(refused, nowMs).orderId,
            reservationId: special('refund refused'),
            amount: { amount: 7425, currency: 'EUR' },
            status: 'refund_failed',
            since: new Date(refused.startedMs + 1050).toISOString(),
            attempts: 5,
          },
        ]
      : [],
    unavailable,
  }
}

function parkedOf(saga: Saga, nowMs: number): Attention['parked'][number] {
  const event = sagaDetailOf(saga, nowMs).events.at(-1)!
  const { amount: _, ...data } = event.data as Record<string, unknown>
  return {
    service: 'order',
    id: '7',
    reason: 'poison',
    source: '/services/payment',
    streamId: event.streamId,
    version: event.version,
    since: event.seenAt,
    error: "the field 'amount' is missing",
    type: event.type,
    data,
    raw: Buffer.from(JSON.stringify(data)).toString('base64'),
    needs: [
      { field: 'paymentId', missing: true },
      { field: 'amount', missing: true },
      { field: 'reservationId', missing: false },
    ],
    reservationId: sagaDetailOf(saga, nowMs).reservationId,
  }
}
