import type { Facts, Invariant, Parcel, Saga } from '../facts.ts'
import { booksOf, keptOf } from '../money.ts'
import { blame, factsOf, has, lastOf, orderIdIn, progressOf, shipmentIdIn } from '../saga.ts'

const NUMBER = 4

/** In the end the five services agree: all of them have completed the order, or all of them have undone it. */
export const agreement: Invariant = {
  number: NUMBER,
  name: 'the five services agree in the end',
  check: (facts) =>
    progressOf(facts).settled.flatMap((saga) =>
      blame(
        NUMBER,
        saga,
        rulesFor(facts, saga).flatMap(([holds, what]) => (holds ? [] : [what])),
      ),
    ),
}

type Rule = readonly [holds: boolean, otherwise: string]

function rulesFor(facts: Facts, saga: Saga): readonly Rule[] {
  if (has(saga, 'ReservationRejected')) return rejected(saga)
  return has(saga, 'OrderDelivered') ? delivered(facts, saga) : cancelled(facts, saga)
}

const rejected = (saga: Saga): readonly Rule[] => [
  [saga.facts.length === 1, 'the reservation was rejected, but its saga has other events too'],
]

function delivered(facts: Facts, saga: Saga): readonly Rule[] {
  const { deposit, captured, refunded, settled } = booksOf(saga)
  const [order] = factsOf(saga, 'OrderRequested')
  const debits = factsOf(saga, 'CreditDebited')
  const reservation = lastTypeOf(saga, 'reservation')
  const arrived = parcelsOf(facts, saga).filter(({ status }) => status === 'delivered').length
  return [
    [
      has(saga, 'Reservation_confirmed') && CONFIRMED.includes(reservation),
      `the order is delivered, but the reservation's last event is ${reservation}`,
    ],
    [
      captured === deposit && refunded + settled === 0,
      `the order is delivered, but ${captured} of the deposit of ${deposit} was captured and ${refunded + settled} refunded`,
    ],
    [debits.length === 1, `the order is delivered, but credit was debited ${debits.length} times`],
    [
      debits.every(({ data }) => data.amount?.amount === order?.data.balance?.amount),
      "the order is delivered, but the debited amount is not the order's balance",
    ],
    [!has(saga, 'CreditReleased'), 'the order is delivered, but the credit was released'],
    [
      factsOf(saga, 'ShipmentDelivered').length === 1,
      'the order is delivered, but there is not exactly one ShipmentDelivered',
    ],
    [
      arrived === 1 || (arrived === 0 && !knowsParcels(facts, saga)),
      `the order is delivered, but the guest gets ${arrived} parcels`,
    ],
  ]
}

function cancelled(facts: Facts, saga: Saga): readonly Rule[] {
  const orderId = orderIdIn(saga) ?? ''
  const count = (type: string): number => factsOf(saga, type).length
  const [reservation, payment, shipment] = [
    lastTypeOf(saga, 'reservation'),
    lastTypeOf(saga, 'payment'),
    lastTypeOf(saga, 'shipping'),
  ]
  const kept = keptOf(saga, facts.ledgerOf(orderId))
  const isListed = payment === 'PaymentRefundFailed' && facts.refundFailures.has(orderId)
  const isOut = parcelsOf(facts, saga).some(({ status }) => OUT.includes(status))
  return [
    [
      count('CreditReserved') === count('CreditReleased'),
      'the order is cancelled, but the guest’s credit stays reserved',
    ],
    [count('CreditDebited') === 0, 'the order is cancelled, but its credit was debited'],
    [
      FREED.includes(reservation),
      `the order is cancelled, but its seats stay taken: the reservation's last event is ${reservation}`,
    ],
    [
      kept === 0 || isListed,
      `the order is cancelled, but ${kept} of the guest’s money is kept and is not on the operator's list (payment's last event is ${payment})`,
    ],
    [PAYMENT_DONE.includes(payment), `the order is cancelled, but payment's last event is ${payment}`],
    [SHIPMENT_DONE.includes(shipment), `the order is cancelled, but the shipment's last event is ${shipment}`],
    [
      count('ShipmentDispatched') === count('ShipmentLost') && !isOut,
      'the order is cancelled, but a parcel that was not lost is still booked, on its way or delivered',
    ],
  ]
}

const NOTHING = 'nothing'
const CONFIRMED: readonly string[] = ['Reservation_confirmed', 'ReservationCancellationRejected']
const FREED: readonly string[] = ['ReservationExpired', 'ReservationCancelled']
const PAYMENT_DONE: readonly string[] = [
  NOTHING,
  'PaymentFailed',
  'PaymentRefunded',
  'PaymentRefundFailed',
  'PaymentRefundSettled',
]
const SHIPMENT_DONE: readonly string[] = [NOTHING, 'ShipmentFailed', 'ShipmentCancelled']
const OUT: readonly string[] = ['booked', 'dispatched', 'delivered']

const lastTypeOf = (saga: Saga, service: Parameters<typeof lastOf>[1]): string => lastOf(saga, service)?.type ?? NOTHING

const parcelsOf = (facts: Facts, saga: Saga): readonly Parcel[] => facts.parcelsOf(shipmentIdIn(saga) ?? '') ?? []

/** Whether the carrier was asked for every parcel that shipping has scheduled. */
const knowsParcels = (facts: Facts, saga: Saga): boolean =>
  parcelsOf(facts, saga).length >= factsOf(saga, 'ShipmentScheduled').length
