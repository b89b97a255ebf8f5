import type { ReservationEvent as Published } from '@bistro/events'

/** What happens to a reservation; evenings have their own stream. */
export type ReservationEvent = Exclude<Published, { readonly type: 'EveningOpened' }>
