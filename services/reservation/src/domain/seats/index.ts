import { derivedId } from '@bistro/events'
import { type Aggregate, ignore } from '@bistro/kit'
import type { SeatsEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { NO_SEATS, type Seats } from './state.ts'

export type { SeatsEvent } from './events.ts'
export { freeOf, NO_SEATS, type Seats } from './state.ts'

/** The stream of an evening's seats. */
export const seatsOf = (eveningId: string): string => derivedId(`urn:bistro:seats:${eveningId}`)

/** An evening's seats: taken, confirmed and freed in the transactions of its reservations, which decide. */
export const seats: Aggregate<Seats, never, SeatsEvent> = {
  name: 'seats',
  visibility: 'private',
  initialState: NO_SEATS,
  decide: () => ignore('seats-take-no-commands'),
  evolve,
}
