import { orderIdOf } from '@bistro/events'
import { TAKEN } from '@bistro/kit/testing'
import { expect, test } from 'vitest'
import { policies } from './policies.ts'
import { evenings } from './views/evenings.ts'

const reservationId = '0193e7a0-0000-7000-8000-000000000001'
const orderId = orderIdOf(reservationId)
const eur = (amount: number) => ({ amount, currency: 'EUR' })
const guest = { reservationId, customerId: 'c-1' }
const parcel = { orderId, reservationId, shipmentId: 's-1' }

const opened = {
  eveningId: 'e-1',
  title: 'Autumn',
  date: '2026-12-24T19:00:00.000Z',
  seats: 8,
  pricePerSeat: eur(10_000),
  depositPercent: 30,
  holdSeconds: 900,
  kits: [{ sku: 'duck', name: 'Duck', price: eur(4_500) }],
}

test('the evenings keep menu and prices', () => {
  const fold = evenings.on.EveningOpened
  expect(fold?.key(opened)).toBe('e-1')
  const { title: _, seats: __, holdSeconds: ___, ...row } = opened
  expect(fold?.row(null, opened)).toEqual(row)
})

test('a held reservation needs its evening, then requests the order that follows from it', () => {
  const held = {
    ...guest,
    eveningId: 'e-1',
    seats: 2,
    kits: [{ sku: 'duck', quantity: 1 }],
    cardToken: 'tok_ok',
    holdExpiresAt: '2026-12-01T10:15:00.000Z',
  }
  const evening = evenings.on.EveningOpened?.row(null, opened) ?? {}
  const policy = policies.ReservationHeld
  expect(policy?.stream(held)).toBe(orderId)
  expect(policy?.needs?.(held)).toEqual({ view: 'evenings', key: 'e-1' })
  expect(policy?.command(held, evening, TAKEN)).toEqual({
    type: 'RequestOrder',
    orderId,
    ...guest,
    eveningId: 'e-1',
    seats: 2,
    kits: [{ sku: 'duck', quantity: 1 }],
    cardToken: 'tok_ok',
    evening,
  })
})

const credit = { customerId: 'c-1', orderId, reservationId, amount: eur(1) }
const payment = { orderId, reservationId, paymentId: 'p-1' }
const seats = { ...guest, eveningId: 'e-1', seats: 2 }

const table = [
  ['CreditReserved', policies.CreditReserved, credit, { type: 'ValidateOrder' }],
  ['CreditRefused', policies.CreditRefused, { ...credit, available: eur(0), reason: 'x' }, { type: 'RefuseCredit' }],
  ['PaymentProcessed', policies.PaymentProcessed, payment, { type: 'RecordPayment', paymentId: 'p-1' }],
  ['PaymentFailed', policies.PaymentFailed, payment, { type: 'FailPayment' }],
  ['Reservation_confirmed', policies.Reservation_confirmed, { ...seats, orderId }, { type: 'RecordSeats' }],
  ['ReservationExpired', policies.ReservationExpired, seats, { type: 'ExpireHold' }],
  [
    'ReservationCancellationRequested',
    policies.ReservationCancellationRequested,
    guest,
    { type: 'RequestCancellation' },
  ],
  ['ShipmentDispatched', policies.ShipmentDispatched, parcel, { type: 'RecordDispatch', shipmentId: 's-1' }],
  ['ShipmentCancelled', policies.ShipmentCancelled, parcel, { type: 'RecordStoppedParcel' }],
  ['ShipmentFailed', policies.ShipmentFailed, parcel, { type: 'FailShipment' }],
  ['ShipmentDelivered', policies.ShipmentDelivered, parcel, { type: 'RecordDelivery' }],
] as const

test.each(table)('%s', (_type, policy, data, command) => {
  const { stream, command: make } = policy as { stream(event: object): string; command(event: object): object }
  expect(stream(data)).toBe(orderId)
  expect(make(data)).toEqual(command)
})

test('nothing else makes it do something', () =>
  expect(Object.keys(policies).sort()).toEqual(['ReservationHeld', ...table.map(([type]) => type)].sort()))
