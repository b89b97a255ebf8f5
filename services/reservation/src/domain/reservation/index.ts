import { type Aggregate, define } from '@bistro/kit'
import { type Seats, seats, seatsOf } from '../seats/index.ts'
import type { ReservationCommand } from './commands.ts'
import { decide } from './decide.ts'
import type { ReservationEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { follows } from './follows.ts'
import { HOLD, pendingAfter } from './pending.ts'
import { NO_RESERVATION, type Reservation } from './state.ts'

export type { ReservationCommand } from './commands.ts'
export type { ReservationEvent } from './events.ts'
export type { Reservation } from './state.ts'

/** A guest's reservation (stream: reservationId); its seats are counted in the evening's private stream. */
export const reservation: Aggregate<Reservation, ReservationCommand, ReservationEvent, Seats> = {
  name: 'reservation',
  visibility: 'published',
  initialState: NO_RESERVATION,
  secrets: { Reserve: ['cardToken'] },
  companion: {
    aggregate: seats,
    ofCommand: (command) => (command.type === 'Reserve' ? seatsOf(command.eveningId) : undefined),
    ofEvent: ({ data }) => ('eveningId' in data ? seatsOf(data.eveningId) : undefined),
    follows,
  },
  decide,
  evolve,
  pendingAfter,
}

/** Fires when a hold expires; whether the reservation is still held, the stream decides, not the clock. */
export const hold = define(reservation).timer(HOLD, { command: () => ({ type: 'Expire' }) })
