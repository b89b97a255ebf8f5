import type { ReservationEvent as Published } from '@bistro/events'

/** Events of a reservation; evenings have their own stream. */
export type ReservationEvent = Exclude<Published, { readonly type: 'EveningOpened' }>
