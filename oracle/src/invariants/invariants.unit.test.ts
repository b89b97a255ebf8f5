import type { Money } from '@bistro/events'
import { describe, expect, it } from 'vitest'
import { FactBook } from '../fact-book.ts'
import type { Fact, FactData, Facts, Ledger, Parcel, PendingFact, WaitingFor } from '../facts.ts'
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

interface More extends Partial<Facts> {
  readonly ledger?: Ledger | undefined
  readonly parcels?: readonly Parcel[]
}

const MOVED_AT: Readonly<Record<string, keyof Ledger>> = { PaymentProcessed: 'captures', PaymentRefunded: 'refunds' }

/** What the provider's ledger says where it agrees with payment. */
function ledgerFrom(steps: readonly Step[]): Ledger {
  const ledger = { captures: [] as number[], refunds: [] as number[] }
  for (const [, type, { amount }] of steps) if (MOVED_AT[type]) ledger[MOVED_AT[type]] = [amount?.amount ?? 0]
  return ledger
}

function world(steps: readonly Step[], seats: readonly Step[], more: More = {}, timeMs?: number): Facts {
  const { ledger = ledgerFrom(steps), parcels = [{ attempt: 1, status: 'cancelled' }], ...rest } = more
  const book = new FactBook()
  for (const fact of [...factsFrom([...seats, ...REGISTERED]), ...factsFrom(steps, timeMs)]) book.add(fact)
  const { sagas, accounts, evenings } = book
  return {
    ...{ nowMs: NOW_MS, isOver: false, sagas, accounts, evenings },
    ...{ pending: [], parked: [], lacks: [], publication: [], differences: [] },
    refundFailures: new Set(),
    hasRead: () => true,
    ledgerOf: () => ledger,
    parcelsOf: () => (has(steps, 'ShipmentCancellationRequested') ? parcels : undefined),
    waitingFor: () => [],
    ...rest,
  }
}

const has = (steps: readonly Step[], wanted: string): boolean => steps.some(([, type]) => type === wanted)

const violationsIn = (facts: Facts) => invariants.flatMap((invariant) => invariant.check(facts))
const without = (steps: readonly Step[], ...types: string[]): Step[] =>
  steps.filter(([, type]) => !types.includes(type))
const replaced = (steps: readonly Step[], type: string, data: FactData): Step[] =>
  steps.map((step) => (step[1] === type ? [step[0], type, { ...step[2], ...data }] : step))
const ledgerOf = (captures: number[], refunds: number[] = []): More => ({ ledger: { captures, refunds } })
const charged = ledgerOf([100])
const carrier = (...statuses: Parcel['status'][]): More => ({
  parcels: statuses.map((status) => ({ attempt: 1, status })),
})
const waiting = (service: Fact['service']): More => ({ waitingFor: (): WaitingFor[] => [{ service, text: 'a word' }] })

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
    ['rejected', world([['reservation', 'ReservationRejected', held]], OPENED)],
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
        ...waiting('shipping'),
      }),
    ],
    [
      'cancelled, with the refund still pending',
      world(without(CANCELLED, 'PaymentRefunded'), FREED, {
        pending: [pendingAfter('payment', 'refund', NOW_MS + 500)],
      }),
    ],
  ])('%s', (_, facts) => {
    expect(violationsIn(facts)).toEqual([])
  })
})

/** Where the order has been cancelled, without these events and with those. */
const cancelledBut = (missing: readonly string[], ...more: readonly Step[]): Step[] => [
  ...without(CANCELLED, ...missing),
  ...more,
]
const LOST: readonly Step[] = [
  ['shipping', 'ShipmentDispatched', parcel],
  ['shipping', 'ShipmentLost', parcel],
]
const NEVER_LEFT = ['ShipmentCancellationRequested', 'ShipmentCancelled']

describe('a planted violation is found', () => {
  it.each<[number, RegExp, Facts]>([
    [
      1,
      /limit exceeded: 201 was reserved when 0 of 200/,
      world(replaced(DELIVERED, 'CreditReserved', { amount: euros(201) }), TAKEN),
    ],
    [1, /reserved twice for one order/, world([...DELIVERED.slice(0, 3), ...DELIVERED.slice(2)], TAKEN)],
    [1, /CreditReleased of 200, but nothing was reserved/, world(without(CANCELLED, 'CreditReserved'), FREED)],
    [
      1,
      /CreditDebited of 150, but 200 was reserved/,
      world(replaced(DELIVERED, 'CreditDebited', { amount: euros(150) }), TAKEN),
    ],
    [2, /counts 2 held \+ 2 confirmed of 3 seats/, world(DELIVERED, [...TAKEN, ['reservation', 'SeatsTaken', held]])],
    [
      2,
      /counts 0 held \+ -2 confirmed/,
      world(CANCELLED, [...FREED, ['reservation', 'SeatsFreed', { ...held, wasConfirmed: true }]]),
    ],
    [2, /oversold: 4 of 3 seats/, world(replaced(REQUESTED, 'ReservationHeld', { seats: 4 }), OPENED)],
    [2, /freed twice/, world([...CANCELLED, ['reservation', 'ReservationCancelled', held]], FREED)],
    [2, /counts 0 held and 2 confirmed seats, but its reservations add up to 0 and 0/, world(CANCELLED, TAKEN)],
    [
      3,
      /payment has captured 200 and refunded 0/,
      world([...DELIVERED, ['payment', 'PaymentProcessed', deposit]], TAKEN),
    ],
    [3, /the provider has captured 100 and refunded 200/, world(CANCELLED, FREED, ledgerOf([100], [200]))],
    [3, /charged twice: 100 \+ 100/, world(DELIVERED, TAKEN, ledgerOf([100, 100]))],
    [3, /an operator settled another 100 by hand/, world(SETTLED, FREED, ledgerOf([100], [100]))],
    [
      3,
      /the provider has captured 100 and refunded 0: the guest’s money is kept/,
      world(without(CANCELLED, 'PaymentProcessed', 'RefundRequested', 'PaymentRefunded'), FREED, charged),
    ],
    [
      3,
      /payment has captured 100 and refunded 0, but the provider has captured 0 and refunded 0/,
      world(DELIVERED, TAKEN, ledgerOf([])),
    ],
    [
      4,
      /rejected, but its saga has other events/,
      world(
        [
          ['reservation', 'ReservationRejected', held],
          ['order', 'OrderRequested', ids],
        ],
        OPENED,
      ),
    ],
    [
      4,
      /delivered, but the reservation's last event is ReservationExpired/,
      world([...DELIVERED, ['reservation', 'ReservationExpired', held]], TAKEN),
    ],
    [4, /delivered, but 0 of the deposit of 100 was captured/, world(without(DELIVERED, 'PaymentProcessed'), TAKEN)],
    [
      4,
      /delivered, but 100 of the deposit of 100 was captured and 100 refunded/,
      world([...DELIVERED, SETTLEMENT], TAKEN),
    ],
    [4, /debited 0 times/, world(without(DELIVERED, 'CreditDebited'), TAKEN)],
    [4, /not the order's balance/, world(replaced(DELIVERED, 'OrderRequested', { balance: euros(150) }), TAKEN)],
    [4, /the credit was released/, world([...DELIVERED, ['customer', 'CreditReleased', credit]], TAKEN)],
    [4, /not exactly one ShipmentDelivered/, world(without(DELIVERED, 'ShipmentDelivered'), TAKEN)],
    [
      4,
      /the guest gets 2 parcels/,
      world(DELIVERED, TAKEN, { parcelsOf: () => [1, 2].map((attempt) => ({ attempt, status: 'delivered' })) }),
    ],
    [4, /the guest gets 0 parcels/, world(DELIVERED, TAKEN, { parcelsOf: () => [{ attempt: 1, status: 'lost' }] })],
    [4, /credit stays reserved/, world(without(CANCELLED, 'CreditReleased'), FREED)],
    [4, /its credit was debited/, world(cancelledBut([], ['customer', 'CreditDebited', credit]), FREED)],
    [
      4,
      /seats stay taken: the reservation's last event is Reservation_confirmed/,
      world(without(CANCELLED, 'ReservationCancelled'), TAKEN),
    ],
    [
      4,
      /100 of the guest’s money is kept and is not on the operator's list/,
      world(without(CANCELLED, 'RefundRequested', 'PaymentRefunded'), FREED),
    ],
    [
      4,
      /payment's last event is PaymentVoidRequested/,
      world(
        cancelledBut(
          ['PaymentProcessed', 'RefundRequested', 'PaymentRefunded'],
          ['payment', 'PaymentVoidRequested', ids],
        ),
        FREED,
      ),
    ],
    [4, /the shipment's last event is ShipmentScheduled/, world(without(CANCELLED, ...NEVER_LEFT), FREED)],
    [
      4,
      /a parcel that was not lost is still booked, on its way or delivered/,
      world(cancelledBut(NEVER_LEFT, LOST[0]!), FREED),
    ],
    [
      4,
      /a parcel that was not lost is still booked, on its way or delivered/,
      world(CANCELLED, FREED, carrier('booked')),
    ],
    [5, /there is a shipment without OrderConfirmed/, world(without(DELIVERED, 'OrderConfirmed'), TAKEN)],
    [
      5,
      /a parcel leaves without OrderConfirmed/,
      world(without(DELIVERED, 'OrderConfirmed'), TAKEN, { parcelsOf: () => [{ attempt: 1, status: 'dispatched' }] }),
    ],
    [5, /a parcel leaves after ShipmentCancelled/, world([...CANCELLED, LOST[0]!], FREED)],
    [5, /cancelled, but the carrier says that its parcel left/, world(CANCELLED, FREED, carrier('dispatched'))],
    [5, /two parcels for one attempt/, world(CANCELLED, FREED, carrier('dispatched', 'delivered'))],
    [
      5,
      /shipping did not ask the carrier to stop the parcel/,
      world([...CONFIRMED, ['order', 'OrderCancellationRequested', ids]], TAKEN),
    ],
    [5, /never asked to stop parcel 1/, world(CANCELLED, FREED, carrier('unknown'))],
    [
      5,
      /never asked to stop parcel 1/,
      world(CANCELLED, FREED, { parcels: [{ attempt: 1, status: 'lost', cancellationAsked: false }] }),
    ],
    [
      6,
      /ends 2 times: OrderDelivered, then OrderCancelled/,
      world([...DELIVERED, ['order', 'OrderCancelled', ids]], TAKEN),
    ],
    [
      6,
      /never ends: nothing has happened for 600 s .*order: OrderConfirmed/,
      world(without(CONFIRMED, 'ShipmentScheduled'), TAKEN),
    ],
    [6, /never ends: .*; a word/, world(CONFIRMED, TAKEN, waiting('shipping'))],
    [6, /never ends/, world(CONFIRMED, TAKEN, { pending: [pendingAfter('shipping', 'booking', LONG_AGO_MS)] })],
    [6, /never ends/, world(CONFIRMED, TAKEN, { isOver: true }, NOW_MS)],
    [6, /still held 3600 s after the hold expired/, world(REQUESTED, TAKEN.slice(0, 2))],
    ...Object.entries({
      gap: /OrderDelivered leaves a gap in its stream: 2 is missing/,
      missing: /OrderDelivered is stored but was never published/,
      extra: /OrderDelivered is published but was never stored/,
      different: /OrderDelivered is stored and published differently/,
      stray: /malformed record: its headers do not identify/,
    } as const).map(([fault, words]): [number, RegExp, Facts] => [
      7,
      words,
      world(DELIVERED, TAKEN, {
        publication: [
          {
            service: 'order',
            fault: fault as 'gap',
            stream: 'o1',
            version: 3,
            type: 'OrderDelivered',
            detail: '2 is missing',
          },
        ],
      }),
    ]),
    [
      8,
      /order.evenings differs from its replay: no event made this row/,
      world(DELIVERED, TAKEN, {
        differences: [{ service: 'order', table: 'evenings', key: 'e1', detail: 'no event made this row' }],
      }),
    ],
  ])('%i: %s', (number, words, facts) => {
    const found = violationsIn(facts)
    expect(found.map(({ invariant, what }) => `${invariant}: ${what}`)).toContainEqual(expect.stringMatching(words))
    const meant = found.filter(({ what }) => words.test(what))
    expect(meant.map(({ invariant }) => invariant)).toEqual(meant.map(() => number))
    expect(meant.every(({ ids }) => Object.keys(ids).length > 0)).toBe(true)
  })
})
