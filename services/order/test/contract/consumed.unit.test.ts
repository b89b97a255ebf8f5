import { consumerFaults, readContract, received, SAMPLE } from '@bistro/events/contract'
import { type Cases, madeOf, story } from '@bistro/kit/testing'
import { reactsTo } from '@bistro/kit/testing/contract'
import { describe, expect, test } from 'vitest'
import { consumes } from '../../src/domain/consumes.ts'
import { order as aggregate, type Command } from '../../src/domain/order/index.ts'
import { order } from '../../src/service.ts'
import { cancelling, confirmed, dispatched, examples, request, validated } from './examples.ts'

const { orderId: stream, eveningId, date, pricePerSeat, depositPercent, paymentId, shipmentId } = SAMPLE
const kits = SAMPLE.kits.map(({ sku, name, price }) => ({ sku, name, price }))
const evening = { evenings: { eveningId, date, pricePerSeat, depositPercent, kits } }

const made = madeOf(examples)
const event = (type: keyof typeof examples, changes: object = {}) => ({ type, data: { ...made[type], ...changes } })
const cancelledFor = (reason: string) => [event('OrderCancelled', { reason })]
const after = (commands: readonly Command[]) => ({ after: story(aggregate, commands) })

const cases: Cases<keyof typeof consumes, Command> = {
  EveningOpened: { leadsTo: { rows: evening } },
  ReservationHeld: {
    when: { rows: evening },
    leadsTo: { stream, command: { ...request, evening: evening.evenings }, events: [event('OrderRequested')] },
  },
  ReservationExpired: {
    when: after(validated),
    leadsTo: { stream, command: { type: 'ExpireHold' }, events: cancelledFor('hold_expired') },
  },
  ReservationCancellationRequested: {
    when: after(confirmed),
    leadsTo: { stream, command: { type: 'RequestCancellation' }, events: [event('OrderCancellationRequested')] },
  },
  Reservation_confirmed: {
    when: after(validated),
    leadsTo: { stream, command: { type: 'RecordSeats' }, events: [event('OrderReservationConfirmed')] },
  },
  CreditReserved: {
    when: after([request]),
    leadsTo: { stream, command: { type: 'ValidateOrder' }, events: [event('OrderValidated')] },
  },
  CreditRefused: {
    when: after([request]),
    leadsTo: { stream, command: { type: 'RefuseCredit' }, events: cancelledFor('credit_refused') },
  },
  PaymentProcessed: {
    when: after(validated),
    leadsTo: { stream, command: { type: 'RecordPayment', paymentId }, events: [event('OrderPaymentProcessed')] },
  },
  PaymentFailed: {
    when: after(validated),
    leadsTo: { stream, command: { type: 'FailPayment' }, events: cancelledFor('payment_failed') },
  },
  ShipmentDispatched: {
    when: after(confirmed),
    leadsTo: { stream, command: { type: 'RecordDispatch', shipmentId }, events: [event('OrderDispatched')] },
  },
  ShipmentCancelled: {
    when: after(cancelling),
    leadsTo: { stream, command: { type: 'RecordStoppedParcel' }, events: cancelledFor('guest_cancelled') },
  },
  ShipmentFailed: {
    when: after(dispatched),
    leadsTo: { stream, command: { type: 'FailShipment' }, events: cancelledFor('cannot_ship') },
  },
  ShipmentDelivered: {
    when: after(dispatched),
    leadsTo: { stream, command: { type: 'RecordDelivery' }, events: [event('OrderDelivered')] },
  },
}

describe.each(received(readContract(), consumes))('given $type v$version', reactsTo(order, consumes, cases))

test('order can read all that it needs', () => {
  expect(consumerFaults(readContract(), 'order', consumes)).toEqual([])
})
