import type { Facts, Invariant, Saga, Violation } from '../facts.ts'
import { booksOf } from '../money.ts'
import { factsOf, has, lastOf, orderIdIn, progressOf, sagaIds } from '../saga.ts'

/** In the end the five services agree: all of them went through with it, or none has anything left of it. */
export const agreement: Invariant = {
  number: 4,
  name: 'the five services agree in the end',
  check: (facts) => progressOf(facts).settled.flatMap((saga) => checkSaga(facts, saga)),
}

function checkSaga(facts: Facts, saga: Saga): Violation[] {
  const faults = rulesFor(facts, saga).flatMap(([holds, what]) => (holds ? [] : [what]))
  return faults.map((what) => ({ invariant: agreement.number, what, ids: sagaIds(saga) }))
}

type Rule = readonly [holds: boolean, otherwise: string]

function rulesFor(facts: Facts, saga: Saga): readonly Rule[] {
  if (has(saga, 'ReservationRejected')) return rejected(saga)
  return has(saga, 'OrderDelivered') ? delivered(saga) : cancelled(facts, saga)
}

const rejected = (saga: Saga): readonly Rule[] => [
  [saga.facts.length === 1, 'rejected, but something else happened as well'],
]

function delivered(saga: Saga): readonly Rule[] {
  const { deposit, captured, refunded, settled } = booksOf(saga)
  const [order] = factsOf(saga, 'OrderRequested')
  const debits = factsOf(saga, 'CreditDebited')
  const reservation = lastOf(saga, 'reservation')?.type
  return [
    [
      has(saga, 'Reservation_confirmed') && CONFIRMED.includes(reservation ?? ''),
      `delivered, but the reservation's last event is ${reservation}`,
    ],
    [
      captured === deposit && refunded + settled === 0,
      `delivered, but ${captured} captured and ${refunded + settled} given back of ${deposit}`,
    ],
    [debits.length === 1, `delivered, but credit was debited ${debits.length} times`],
    [
      debits.every(({ data }) => data.amount?.amount === order?.data.balance?.amount),
      'delivered, but what was debited is not the balance',
    ],
    [!has(saga, 'CreditReleased'), 'delivered, but the credit was released'],
    [factsOf(saga, 'ShipmentDelivered').length === 1, 'delivered, but there is not one ShipmentDelivered'],
  ]
}

const CONFIRMED: readonly string[] = ['Reservation_confirmed', 'ReservationCancellationRejected']
const FREED: readonly string[] = ['ReservationExpired', 'ReservationCancelled']

function cancelled({ refundFailures }: Facts, saga: Saga): readonly Rule[] {
  const { captured, refunded, settled } = booksOf(saga)
  const kept = captured - refunded - settled
  const count = (type: string): number => factsOf(saga, type).length
  const reservation = lastOf(saga, 'reservation')?.type
  const isListed = lastOf(saga, 'payment')?.type === 'PaymentRefundFailed' && refundFailures.has(orderIdIn(saga) ?? '')
  return [
    [count('CreditReserved') === count('CreditReleased'), 'cancelled, but its credit is still reserved'],
    [count('CreditDebited') === 0, 'cancelled, but its credit was debited'],
    [
      FREED.includes(reservation ?? ''),
      `cancelled, but its seats are taken: the reservation's last event is ${reservation}`,
    ],
    [kept === 0 || isListed, `cancelled, but ${kept} of the deposit is kept and on no operator's list`],
    [count('ShipmentDispatched') === count('ShipmentLost'), 'cancelled, but a parcel is out that was not lost'],
    [count('ShipmentDelivered') === 0, 'cancelled, but a parcel was delivered'],
  ]
}
