import { clear, type PendingChange, timer, timerNamed } from '@bistro/kit'
import type { ReservationEvent } from './events.ts'

/** The timer that ends a hold. */
export const HOLD = timerNamed('hold')

export function pendingAfter(event: ReservationEvent): readonly PendingChange[] {
  switch (event.type) {
    case 'ReservationHeld':
      return [timer(HOLD, { at: event.data.holdExpiresAt })]
    case 'Reservation_confirmed':
    case 'ReservationCancelled':
      return [clear(HOLD)]
    default:
      return []
  }
}
