import type { SeatsEvent } from './events.ts'
import type { Seats } from './state.ts'

export function evolve(state: Seats, { type, data }: SeatsEvent): Seats {
  const { seats } = data
  switch (type) {
    case 'SeatsOpened':
      return { ...state, seats }
    case 'SeatsTaken':
      return { ...state, held: state.held + seats }
    case 'SeatsConfirmed':
      return { ...state, held: state.held - seats, confirmed: state.confirmed + seats }
    case 'SeatsFreed':
      return data.wasConfirmed
        ? { ...state, confirmed: state.confirmed - seats }
        : { ...state, held: state.held - seats }
    default:
      return type satisfies never
  }
}
