import type { EventOf } from '@bistro/events'
import type { ReservationCommand, ReservationEvent } from '../src/domain/reservation/index.ts'
import type { EveningRow } from '../src/domain/views/evenings.ts'

export const NOW = '2027-03-01T10:00:00.000Z'
export const eur = (amount: number) => ({ amount, currency: 'EUR' })

export const evening: EveningRow = {
  eveningId: 'e1',
  title: 'Truffles',
  date: '2027-03-06T19:00:00.000Z',
  seats: 6,
  pricePerSeat: eur(4000),
  depositPercent: 30,
  holdSeconds: 900,
  kits: [{ sku: 'truffle', name: 'Truffle kit', price: eur(2500) }],
}

const who = { reservationId: 'r1', customerId: 'c1' }
const seats = { ...who, eveningId: 'e1', seats: 2 }
const kits = [{ sku: 'truffle', quantity: 2 }]

export const reserve: Extract<ReservationCommand, { type: 'Reserve' }> = {
  type: 'Reserve',
  ...seats,
  customerKnown: true,
  evening,
  kits,
  cardToken: 'tok_ok',
  now: NOW,
}

export const heldData: EventOf<'ReservationHeld'>['data'] = {
  ...seats,
  kits,
  cardToken: 'tok_ok',
  holdExpiresAt: '2027-03-01T10:15:00.000Z',
}
export const held: ReservationEvent = { type: 'ReservationHeld', data: heldData }
export const rejected: ReservationEvent = { type: 'ReservationRejected', data: { ...seats, reason: 'evening_full' } }
export const confirmed: ReservationEvent = { type: 'Reservation_confirmed', data: { ...seats, orderId: 'o1' } }
export const expired: ReservationEvent = { type: 'ReservationExpired', data: seats }
export const requested: ReservationEvent = { type: 'ReservationCancellationRequested', data: who }
export const refused: ReservationEvent = {
  type: 'ReservationCancellationRejected',
  data: { reservationId: 'r1', reason: 'dispatched' },
}
export const cancelled: ReservationEvent = {
  type: 'ReservationCancelled',
  data: { ...seats, reason: 'guest_cancelled' },
}
