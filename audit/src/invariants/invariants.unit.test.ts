import type { Money } from '@bistro/events'
import { describe, expect, it } from 'vitest'
import type { Fact, FactData, Facts, PendingFact, Saga } from '../facts.ts'
import { invariants } from './index.ts'

const NOW_MS = Date.parse('2030-05-01T12:00:00.000Z')
const LONG_AGO_MS = NOW_MS - 600_000
const euros = (amount: number): Money => ({ amount, currency: 'EUR' })
const ids = { reservationId: 'r1', customerId: 'c1', eveningId: 'e1', orderId: 'o1' }
const held = { ...ids, seats: 2, holdExpiresAt: '2030-05-01T11:00:00.000Z' }
const deposit = { ...ids, amount: euros(100) }
const parcel = { ...ids, shipmentId: 's1', attempt: 1 }
const credit = { ...ids, amount: euros(200) }

const pendingAfter = (service: Fact['service'], name: string, dueMs: number): PendingFact => ({
  service,
  stream: 'o1',
  name,
  kind: 'effect',
  dueMs,
  attempt: 1,
  sinceMs: LONG_AGO_MS,
})

type Step = readonly [service: Fact['service'], type: string, data: FactData]

const REQUESTED: readonly Step[] = [
  ['reservation', 'ReservationHeld', held],
  ['order', 'OrderRequested', { ...ids, deposit: euros(100), balance: euros(200) }],
  ['customer', 'CreditReserved', credit],
  ['order', 'OrderValidated', { ...ids, deposit: euros(100) }],
  ['payment', 'PaymentRequested', deposit],
]
const CONFIRMED: readonly Step[] = [
  ...REQUESTED,
  ['payment', 'PaymentProcessed', deposit],
  ['reservation', 'Reservation_confirmed', held],
  ['order', 'OrderConfirmed', ids],
  ['shipping', 'ShipmentScheduled', parcel],
]
const DELIVERED: readonly Step[] = [
  ...CONFIRMED,
  ['shipping', 'ShipmentDispatched', parcel],
  ['shipping', 'ShipmentDelivered', parcel],
  ['order', 'OrderDelivered', ids],
  ['customer', 'CreditDebited', credit],
]
const CANCELLED: readonly Step[] = [
  ...CONFIRMED,
  ['shipping', 'ShipmentCancellationRequested', parcel],
  ['shipping', 'ShipmentCancelled', parcel],
  ['order', 'OrderCancelled', { ...ids, reason: 'guest_cancelled' }],
  ['customer', 'CreditReleased', credit],
  ['reservation', 'ReservationCancelled', held],
  ['payment', 'RefundRequested', deposit],
  ['payment', 'PaymentRefunded', deposit],
]
const OPENED: readonly Step[] = [['reservation', 'SeatsOpened', { eveningId: 'e1', seats: 3 }]]
const TAKEN: readonly Step[] = [...OPENED, ['reservation', 'SeatsTaken', held], ['reservation', 'SeatsConfirmed', held]]
const FREED: readonly Step[] = [...TAKEN, ['reservation', 'SeatsFreed', { ...held, wasConfirmed: true }]]
const REGISTERED: readonly Step[] = [['customer', 'CustomerRegistered', { customerId: 'c1', creditLimit: euros(200) }]]

const STREAMS: Readonly<Record<string, string>> = {
  customer: 'c1',
  reservation: 'r1',
  order: 'o1',
  payment: 'o1',
  shipping: 'o1',
}

function factsFrom(steps: readonly Step[], timeMs = LONG_AGO_MS): Fact[] {
  const versions = new Map<string, number>()
  return steps.map(([service, type, data]) => {
    const version = (versions.get(service) ?? 0) + 1
    versions.set(service, version)
    return { service, stream: STREAMS[service] ?? '', version, type, timeMs, data }
  })
}

function world(steps: readonly Step[], seats: readonly Step[], more: Partial<Facts> = {}, timeMs?: number): Facts {
  const saga: Saga = { id: 'r1', facts: factsFrom(steps, timeMs) }
  const account = [...REGISTERED, ...steps.filter(([service]) => service === 'customer')]
  const isPaid = steps.some(([, type]) => type === 'PaymentProcessed')
  const isRefunded = steps.some(([, type]) => type === 'PaymentRefunded')
  const ledger = { captures: isPaid ? [euros(100)] : [], refunds: isRefunded ? [euros(100)] : [] }
  return {
    nowMs: NOW_MS,
    sagas: new Map([['r1', saga]]),
    accounts: new Map([['c1', factsFrom(account)]]),
    seats: new Map([['e1', factsFrom(seats)]]),
    pending: [],
    parked: [],
    lacks: [],
    hasRead: () => true,
    ledgers: new Map([['o1', ledger]]),
    parcels: new Map([['s1:1', 'cancelled']]),
    refundFailures: new Set(),
    publication: [],
    differences: [],
    ...more,
  }
}

const violated = (facts: Facts): number[] => [
  ...new Set(invariants.flatMap((invariant) => invariant.check(facts)).map(({ invariant }) => invariant)),
]
const without = (steps: readonly Step[], ...types: string[]): Step[] =>
  steps.filter(([, type]) => !types.includes(type))
const replaced = (steps: readonly Step[], type: string, data: FactData): Step[] =>
  steps.map((step) => (step[1] === type ? [step[0], type, { ...step[2], ...data }] : step))
const ledgerOf = (captures: number[], refunds: number[] = []) => ({
  ledgers: new Map([['o1', { captures: captures.map(euros), refunds: refunds.map(euros) }]]),
})

const SETTLEMENT: Step = ['payment', 'PaymentRefundSettled', { ...deposit, reason: 'by bank transfer' }]
const SETTLED: readonly Step[] = [
  ...without(CANCELLED, 'PaymentRefunded'),
  ['payment', 'PaymentRefundFailed', deposit],
  SETTLEMENT,
]

describe('sagas in which nothing is wrong', () => {
  it.each([
    ['delivered', world(DELIVERED, TAKEN)],
    ['cancelled', world(CANCELLED, FREED)],
    ['rejected', world([['reservation', 'ReservationRejected', held]], OPENED, { ledgers: new Map() })],
    [
      'moved just now',
      world(
        replaced(REQUESTED, 'ReservationHeld', { holdExpiresAt: '2030-05-01T13:00:00.000Z' }),
        TAKEN.slice(0, 2),
        {},
        NOW_MS - 1_000,
      ),
    ],
    [
      'cancelled, with the refund on the operator’s list',
      world([...without(CANCELLED, 'PaymentRefunded'), ['payment', 'PaymentRefundFailed', deposit]], FREED, {
        refundFailures: new Set(['o1']),
      }),
    ],
    ['cancelled, with the refund settled by hand', world(SETTLED, FREED)],
    [
      'held for too long, while its service is down',
      world(
        REQUESTED,
        TAKEN.slice(0, 2),
        { lacks: [{ service: 'reservation', reason: 'connection refused' }] },
        NOW_MS - 1_000,
      ),
    ],
    [
      'not moving, while the service that is to read it is down',
      world(CONFIRMED.slice(0, -1), TAKEN, {
        lacks: [{ service: 'shipping', reason: 'connection refused' }],
        hasRead: (reader) => reader !== 'shipping',
      }),
    ],
    [
      'cancelled, with the refund still owed',
      world(without(CANCELLED, 'PaymentRefunded'), FREED, {
        pending: [pendingAfter('payment', 'refund', NOW_MS + 500)],
      }),
    ],
  ])('%s', (_, facts) => {
    expect(invariants.flatMap((invariant) => invariant.check(facts))).toEqual([])
  })
})

describe('a planted violation is found', () => {
  it.each<[string, number, Facts]>([
    ['1: more credit than the limit', 1, world(replaced(DELIVERED, 'CreditReserved', { amount: euros(201) }), TAKEN)],
    ['1: credit reserved twice for an order', 1, world([...DELIVERED.slice(0, 3), ...DELIVERED.slice(2)], TAKEN)],
    ['2: more seats than the evening has', 2, world(DELIVERED, [...TAKEN, ['reservation', 'SeatsTaken', held]])],
    ['2: seats of a cancelled reservation', 2, world(CANCELLED, TAKEN)],
    ['3: charged twice', 3, world(DELIVERED, TAKEN, ledgerOf([100, 100]))],
    ['3: more given back than was charged', 3, world(CANCELLED, FREED, ledgerOf([100], [200]))],
    ['3: settled by hand, and given back by the provider as well', 3, world(SETTLED, FREED, ledgerOf([100], [100]))],
    ['4: delivered and settled by hand', 4, world([...DELIVERED, SETTLEMENT], TAKEN)],
    [
      '3: charged in silence',
      3,
      world(without(CANCELLED, 'PaymentProcessed', 'RefundRequested', 'PaymentRefunded'), FREED, ledgerOf([100])),
    ],
    ['4: cancelled with credit reserved', 4, world(without(CANCELLED, 'CreditReleased'), FREED)],
    ['4: cancelled with the deposit kept', 4, world(without(CANCELLED, 'RefundRequested', 'PaymentRefunded'), FREED)],
    ['4: cancelled with the seats taken', 4, world(without(CANCELLED, 'ReservationCancelled'), TAKEN)],
    [
      '4: cancelled with a parcel out',
      4,
      world([...CANCELLED.slice(0, 10), ['shipping', 'ShipmentDispatched', parcel], ...CANCELLED.slice(11)], FREED),
    ],
    ['4: delivered and never debited', 4, world(without(DELIVERED, 'CreditDebited'), TAKEN)],
    ['4: delivered and given back', 4, world([...DELIVERED, ['payment', 'PaymentRefunded', deposit]], TAKEN)],
    ['5: a parcel without OrderConfirmed', 5, world(without(DELIVERED, 'OrderConfirmed'), TAKEN)],
    [
      '5: a parcel that left after it was stopped',
      5,
      world([...CANCELLED, ['shipping', 'ShipmentDispatched', parcel]], FREED),
    ],
    ['5: a carrier that was never asked', 5, world(CANCELLED, FREED, { parcels: new Map([['s1:1', 'unknown']]) })],
    ['6: two endings', 6, world([...DELIVERED, ['order', 'OrderCancelled', ids]], TAKEN)],
    ['6: no ending', 6, world(without(CONFIRMED, 'ShipmentScheduled'), TAKEN)],
    ['6: a hold without an end', 6, world(REQUESTED, TAKEN.slice(0, 2))],
    [
      '6: an effect that nobody works on',
      6,
      world(CONFIRMED, TAKEN, { pending: [pendingAfter('shipping', 'booking', LONG_AGO_MS)] }),
    ],
    [
      '7: an event that was never published',
      7,
      world(DELIVERED, TAKEN, {
        publication: [{ service: 'order', fault: 'missing', stream: 'o1', version: 3, detail: '' }],
      }),
    ],
    [
      '8: a row that no event has made',
      8,
      world(DELIVERED, TAKEN, { differences: [{ service: 'order', table: 'evenings', key: 'e1', detail: 'a row' }] }),
    ],
  ])('%s', (_, number, facts) => {
    expect(violated(facts)).toContain(number)
  })
})
