import type { ReservationEvent } from '@bistro/events'
import { SAMPLE } from '@bistro/events/contract'
import { type Examples, NOW, type Story, story } from '@bistro/kit/testing'
import { evening, type OpenEvening } from '../../src/domain/evening/index.ts'
import { type ReservationCommand, reservation } from '../../src/domain/reservation/index.ts'
import type { SeatsEvent } from '../../src/domain/seats/index.ts'
import type { EveningRow } from '../../src/domain/views/evenings.ts'

const { customerId, eveningId, reservationId, orderId, seats, cardToken } = SAMPLE
const { title, date, pricePerSeat, depositPercent, holdSeconds } = SAMPLE
const kits = SAMPLE.kits.map(({ sku, name, price }) => ({ sku, name, price }))
const SEATS_OF_THE_EVENING = 12

const opened: EveningRow = {
  ...{ eveningId, title, date, pricePerSeat, depositPercent, holdSeconds, kits },
  seats: SEATS_OF_THE_EVENING,
}
const open: OpenEvening = { type: 'OpenEvening', ...opened }
export const reserve: ReservationCommand = {
  type: 'Reserve',
  ...{ reservationId, customerId, eveningId, seats, cardToken },
  customerKnown: true,
  evening: opened,
  kits: SAMPLE.kits.map(({ sku, quantity }) => ({ sku, quantity })),
  now: NOW,
}
export const confirm: ReservationCommand = { type: 'Confirm', orderId }
export const wantOut: ReservationCommand = { type: 'RequestCancellation' }
export const rejectCancellation: ReservationCommand = { type: 'RejectCancellation', reason: 'dispatched' }
export const cancel: ReservationCommand = { type: 'Cancel', reason: 'guest_cancelled' }

const seatsOpened = (free: number): SeatsEvent => ({ type: 'SeatsOpened', data: { eveningId, seats: free } })

/** A reservation of an evening with seats enough. */
export const reserving = (...commands: readonly ReservationCommand[]): Story =>
  story(reservation, commands, seatsOpened(SEATS_OF_THE_EVENING))

/** How each event that this service publishes comes about. */
export const examples: Examples<ReservationEvent> = {
  EveningOpened: story(evening, [open]),
  ReservationHeld: reserving(reserve),
  ReservationRejected: story(reservation, [reserve], seatsOpened(seats - 1)),
  Reservation_confirmed: reserving(reserve, confirm),
  ReservationExpired: reserving(reserve, { type: 'Expire' }),
  ReservationCancellationRequested: reserving(reserve, wantOut),
  ReservationCancellationRejected: reserving(reserve, wantOut, rejectCancellation),
  ReservationCancelled: reserving(reserve, wantOut, cancel),
}
