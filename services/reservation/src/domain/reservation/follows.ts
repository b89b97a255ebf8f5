import type { SeatsEvent } from '../seats/index.ts'
import type { ReservationEvent } from './events.ts'
import type { Reservation } from './state.ts'

/** How a reservation's events change the seats of its evening, in the same transaction. */
export function follows(event: ReservationEvent, before: Reservation): readonly SeatsEvent[] {
  switch (event.type) {
    case 'ReservationHeld':
      return [{ type: 'SeatsTaken', data: seatsIn(event.data) }]
    case 'Reservation_confirmed':
      return [{ type: 'SeatsConfirmed', data: seatsIn(event.data) }]
    case 'ReservationExpired':
    case 'ReservationCancelled': {
      const wasConfirmed = 'wasConfirmed' in before && before.wasConfirmed
      return [{ type: 'SeatsFreed', data: { ...seatsIn(event.data), wasConfirmed } }]
    }
    case 'ReservationRejected':
    case 'ReservationCancellationRequested':
    case 'ReservationCancellationRejected':
      return []
    default:
      return event satisfies never
  }
}

interface Taken {
  readonly eveningId: string
  readonly reservationId: string
  readonly seats: number
}

const seatsIn = ({ eveningId, reservationId, seats }: Taken): Taken => ({ eveningId, reservationId, seats })
