import { expect, it } from 'vitest'
import type { Fact, FactData, Live, Violation } from './facts.ts'
import { Watch } from './watch.ts'

const euros = (amount: number) => ({ amount, currency: 'EUR' })
const ids = { reservationId: 'r1', customerId: 'c1', eveningId: 'e1', orderId: 'o1' }
const STREAMS: Readonly<Record<string, string>> = {
  customer: 'c1',
  reservation: 'r1',
  order: 'o1',
  payment: 'o1',
  shipping: 'o1',
}

/** A watch that has taken these events, and a list of the violations that it has reported. */
function watching(live: Partial<Live>, ...events: readonly (readonly [Fact['service'], string, FactData])[]) {
  const reported: Violation[] = []
  const known = { nowMs: 0, ledgerOf: () => undefined, parcelsOf: () => undefined, hasRead: () => false, ...live }
  const watch = new Watch(known, (violation) => reported.push(violation))
  const tell = (service: Fact['service'], type: string, data: FactData): void =>
    watch.stored({ service, stream: STREAMS[service] ?? '', version: 1, type, timeMs: 0, data: { ...ids, ...data } })
  for (const event of events) tell(...event)
  return { watch, tell, found: () => reported.map(({ invariant, what }) => `${invariant}: ${what}`) }
}

it('credit and seats are counted from event to event', () => {
  const { tell, found } = watching(
    {},
    ['customer', 'CustomerRegistered', { creditLimit: euros(100) }],
    ['reservation', 'EveningOpened', { seats: 1 }],
  )
  tell('customer', 'CreditReserved', { amount: euros(100) })
  tell('reservation', 'ReservationHeld', { seats: 1 })
  expect(found()).toEqual([])
  tell('customer', 'CreditReserved', { orderId: 'o2', amount: euros(1) })
  tell('reservation', 'ReservationHeld', { seats: 2 })
  expect(found()).toEqual([
    '1: credit limit exceeded: 1 was reserved when 100 of 100 was in use',
    '2: the evening is oversold: 2 of 1 seats are taken',
  ])
})

it('what happens outside is looked at when the watch is told of it', () => {
  const captures = [30]
  const live = { ledgerOf: () => ({ captures, refunds: [] }) }
  const { watch, found } = watching(live, ['order', 'OrderRequested', { deposit: euros(30) }])
  watch.moved('r1', 'payment')
  expect(found()).toEqual([])
  captures.push(30)
  watch.moved('r1', 'shipping')
  expect(found()).toEqual([])
  watch.moved('r1', 'payment')
  expect(found()).toContain('3: the guest is charged twice: 30 + 30 captured for one deposit')
})

it('a saga that ends again, and a parcel that is not stopped, are reported at once', () => {
  const { watch, tell, found } = watching(
    { hasRead: () => true },
    ['order', 'OrderConfirmed', {}],
    ['shipping', 'ShipmentScheduled', {}],
    ['order', 'OrderCancellationRequested', {}],
  )
  watch.moved('r1', 'shipping')
  expect(found()).toEqual([
    expect.stringMatching(/^5: the guest cancelled in time, but shipping did not ask the carrier/),
  ])
  tell('order', 'OrderDelivered', {})
  tell('order', 'OrderCancelled', {})
  expect(found().at(-1)).toBe('6: the saga ends 2 times: OrderDelivered, then OrderCancelled')
})

it('a hold is overdue five seconds after its end, and only while it is one', () => {
  const holdExpiresAt = '2030-05-01T12:00:00.000Z'
  const at = (ms: number) =>
    watching({ nowMs: Date.parse(holdExpiresAt) + ms }, ['reservation', 'ReservationHeld', { holdExpiresAt }])
  const [early, late] = [at(4_999), at(5_000)]
  for (const { watch } of [early, late]) watch.overdue('r1')
  expect([early.found(), late.found()]).toEqual([[], ['6: the seats are still held 5 s after the hold expired']])
  expect(late.watch.isHeld('r1')).toBe(true)
  late.tell('reservation', 'ReservationExpired', {})
  expect(late.watch.isHeld('r1')).toBe(false)
})

it('a record that was never stored is told by its ids', () => {
  const { watch, found } = watching({})
  watch.compared({ service: 'order', fault: 'extra', stream: 'o1', version: 3, type: 'OrderConfirmed', detail: '' })
  expect(found()).toEqual([
    '7: OrderConfirmed is published but was never stored: other services act on an event that never happened',
  ])
})
