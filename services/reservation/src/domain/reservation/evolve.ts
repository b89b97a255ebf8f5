import type { ReservationEvent } from './events.ts'
import type { Held, Reservation } from './state.ts'

export function evolve(state: Reservation, event: ReservationEvent, time: string): Reservation {
  switch (event.type) {
    case 'ReservationHeld': {
      const { cardToken: _, ...made } = event.data
      return { ...made, status: 'held', wasConfirmed: false }
    }
    case 'ReservationRejected':
      return { ...event.data, status: 'rejected' }
    default:
      return 'wasConfirmed' in state ? evolveHeld(state, event, time) : state
  }
}

type Later = Exclude<ReservationEvent, { readonly type: 'ReservationHeld' | 'ReservationRejected' }>

function evolveHeld(state: Held, event: Later, time: string): Held {
  switch (event.type) {
    case 'Reservation_confirmed':
      return { ...state, status: 'confirmed', wasConfirmed: true }
    case 'ReservationExpired':
      return { ...state, status: 'expired' }
    case 'ReservationCancellationRequested':
      return { ...state, status: 'cancelling' }
    case 'ReservationCancellationRejected':
      return { ...state, status: 'confirmed', lastCancellationRejected: { reason: event.data.reason, at: time } }
    case 'ReservationCancelled':
      return { ...state, status: 'cancelled', reason: event.data.reason }
    default:
      return event satisfies never
  }
}
