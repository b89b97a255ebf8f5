import { expect, it } from 'vitest'
import { type CustomerReservation, customerReservations } from './customer-reservations.ts'

const { on } = customerReservations
const ids = { reservationId: 'r1', customerId: 'c1' }
const confirmed: CustomerReservation = { ...ids, eveningId: 'e1', seats: 2, status: 'confirmed' }
const cancelled = { ...ids, eveningId: 'e1', seats: 2 }

it('begins with the confirmation', () => {
  const event = { ...ids, eveningId: 'e1', seats: 2, orderId: 'o1' }
  expect(on.Reservation_confirmed?.key(event)).toBe('r1')
  expect(on.Reservation_confirmed?.row(null, event)).toEqual(confirmed)
})

it('follows a cancellation', () => {
  const cancelling = on.ReservationCancellationRequested?.row(confirmed, ids)
  expect(cancelling).toEqual({ ...confirmed, status: 'cancelling' })
  expect(on.ReservationCancelled?.row(cancelling ?? null, cancelled)).toEqual({ ...confirmed, status: 'cancelled' })
})

it('is confirmed again when a cancellation came too late', () =>
  expect(on.ReservationCancellationRejected?.row({ ...confirmed, status: 'cancelling' }, ids)).toEqual(confirmed))

it('has no row for a reservation that was never confirmed', () => {
  expect(on.ReservationCancellationRequested?.row(null, ids)).toBeNull()
  expect(on.ReservationCancellationRejected?.row(null, ids)).toBeNull()
  expect(on.ReservationCancelled?.key(cancelled)).toBe('r1')
  expect(on.ReservationCancelled?.row(null, cancelled)).toBeNull()
})
