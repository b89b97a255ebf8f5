import type { EventDetail, SagaCommand, SagaEvent } from '@bistro/gateway/contract'
import { eventId, orderId, reservationId } from './ids.ts'
import { NASTY_KIT, RTL_KIT } from './nasty.ts'
import type { Saga } from './sagas.ts'
import { STORIES, type Step, type Story } from './stories.ts'
import { TOPOLOGY } from './topology.ts'

const RELAY_MS = 9
const PARTITIONS = 6
/** The version of the guest's stream before the saga. */
const CUSTOMER_VERSION = 6

export const storyOf = (saga: Saga): Story => STORIES[saga.story]

const serviceOf = (type: string): string => TOPOLOGY.services.find(({ publishes }) => publishes.includes(type))!.service

/** The events until `atMs`. */
export function eventsOf(saga: Saga, atMs: number): SagaEvent[] {
  const versions = new Map<string, number>([[saga.customer, CUSTOMER_VERSION]])
  const events: SagaEvent[] = []
  for (const [index, step] of storyOf(saga).steps.entries()) {
    if (saga.startedMs + step.ms > atMs) break
    events.push(eventOf(saga, step, index, events, versions))
  }
  return events
}

function eventOf(
  saga: Saga,
  step: Step,
  index: number,
  before: readonly SagaEvent[],
  versions: Map<string, number>,
): SagaEvent {
  const service = serviceOf(step.type)
  const streamId = streamOf(saga, service)
  const version = (versions.get(streamId + service) ?? versions.get(streamId) ?? 0) + 1
  versions.set(streamId + service, version)
  const cause = step.by ? before.findLast(({ type }) => type === step.by) : before.at(-1)
  const undone = step.undoes && before.findLast(({ type }) => type === step.undoes)
  return {
    service,
    type: step.type,
    streamId,
    version,
    id: eventId(saga.number, index),
    causationId: cause?.id ?? `request-${saga.number}`,
    time: new Date(saga.startedMs + step.ms).toISOString(),
    seenAt: new Date(saga.startedMs + step.ms + RELAY_MS).toISOString(),
    topic: `bistro.${service}.v1`,
    partition: saga.number % PARTITIONS,
    offset: String(saga.number * 20 + index),
    schemaVersion: 1,
    data: dataOf(saga, step),
    ...(undone ? { compensates: undone.id } : {}),
  }
}

function streamOf({ number, customer }: Saga, service: string): string {
  if (service === 'customer') return customer
  return service === 'reservation' ? reservationId(number) : orderId(number)
}

const money = (amount: number) => ({ amount, currency: 'EUR' })
const kits = [
  { sku: 'menu-1', name: NASTY_KIT, quantity: 2, unitPrice: money(4900) },
  { sku: 'menu-2', name: RTL_KIT, quantity: 1, unitPrice: money(5900) },
]

const FIELDS: Readonly<Record<string, (saga: Saga) => Record<string, unknown>>> = {
  ReservationHeld: ({ evening, startedMs }) => ({
    eveningId: evening,
    seats: 2,
    kits: [{ sku: 'menu-1', quantity: 2 }],
    holdExpiresAt: new Date(startedMs + 900_000).toISOString(),
  }),
  OrderRequested: ({ evening }) => ({ eveningId: evening, lines: kits, deposit: money(7425), balance: money(22_275) }),
  CreditReserved: () => ({ amount: money(22_275) }),
  CreditReleased: () => ({ amount: money(22_275) }),
  CreditDebited: () => ({ amount: money(22_275) }),
  PaymentRequested: () => ({ amount: money(7425) }),
  PaymentProcessed: () => ({ amount: money(7425), providerReference: 'ch_8f2e' }),
  ShipmentScheduled: () => ({ attempt: 1, deliverBy: '2026-12-23' }),
  ShipmentDispatched: () => ({ attempt: 1, trackingNumber: 'CR-4711' }),
}

const dataOf = (saga: Saga, { type, data }: Step): Record<string, unknown> => ({
  reservationId: reservationId(saga.number),
  orderId: orderId(saga.number),
  customerId: saga.customer,
  ...FIELDS[type]?.(saga),
  ...data,
})

export const detailOf = (event: SagaEvent): EventDetail => ({
  ...event,
  headers: {
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_type: `bistro.${event.service}.${event.type}`,
    ce_source: `/services/${event.service}`,
    ce_subject: event.streamId,
    ce_time: event.time,
    ce_sequence: String(event.version),
    'content-type': 'application/avro',
  },
  raw: Buffer.concat([Buffer.from([0, 0, 0, 0, 12]), Buffer.from(JSON.stringify(event.data))]).toString('base64'),
  takenBy: TOPOLOGY.services
    .filter(({ subscribes }) => subscribes.includes(event.topic))
    .map(({ service, acts }) => ({
      service,
      hasPolicy: acts.includes(event.type),
      taken: true,
      ...(acts.includes(event.type) ? { at: event.seenAt, outcome: 'accepted' } : {}),
    })),
})

const KINDS: Readonly<Record<string, readonly [kind: string, by: string]>> = {
  ReservationHeld: ['request', 'guest'],
  ReservationRejected: ['request', 'guest'],
  ReservationCancellationRequested: ['request', 'guest'],
  ReservationExpired: ['timer', 'hold'],
  PaymentProcessed: ['answer', 'charge'],
  PaymentRefunded: ['answer', 'refund'],
  PaymentRefundFailed: ['refusal', 'refund'],
  ShipmentDispatched: ['request', 'carrier'],
  ShipmentDelivered: ['request', 'carrier'],
  ShipmentLost: ['request', 'carrier'],
  ShipmentCancelled: ['answer', 'cancellation'],
}

export function commandOf(
  { id, service, type, streamId, time, data, causationId }: SagaEvent,
  cause?: SagaEvent,
): SagaCommand {
  const reason = (data as { reason?: string }).reason
  const [kind, by] =
    KINDS[type] ?? (type === 'PaymentFailed' ? failureOf(reason) : ['message', cause?.service ?? 'guest'])
  return {
    service,
    id: `command-${id}`,
    at: time,
    by,
    kind,
    type: `for ${type}`,
    streamId,
    outcome: 'accepted',
    events: [id],
    ...(causationId ? { causedBy: causationId } : {}),
  }
}

/** Commands of which no event came, until now. */
export const asidesOf = (saga: Saga, events: readonly SagaEvent[], nowMs: number): SagaCommand[] =>
  (storyOf(saga).asides ?? []).flatMap(({ ms, by, service, ...rest }, index) => {
    const cause = events.find(({ type }) => type === by)
    if (saga.startedMs + ms > nowMs) return []
    return {
      ...{ ...rest, service, id: `aside-${saga.number}-${index}`, at: new Date(saga.startedMs + ms).toISOString() },
      ...(cause ? { by: cause.service, kind: 'message', causedBy: cause.id } : { by: 'guest', kind: 'request' }),
      ...{ streamId: streamOf(saga, service), events: [] },
    }
  })

function failureOf(reason: string | undefined): readonly [kind: string, by: string] {
  return reason === 'deadline' ? ['timer', 'deadline'] : ['answer', reason === 'declined' ? 'charge' : 'void']
}
