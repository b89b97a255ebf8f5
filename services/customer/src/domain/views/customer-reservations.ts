import type { View } from '@bistro/kit'
import type { Consumed } from '../consumes.ts'

/** A guest's reservation, from its confirmation on. */
export type CustomerReservation = {
  readonly reservationId: string
  readonly customerId: string
  readonly eveningId: string
  readonly seats: number
  readonly status: 'confirmed' | 'cancelling' | 'cancelled'
}

type Source = Consumed<
  | 'Reservation_confirmed'
  | 'ReservationCancellationRequested'
  | 'ReservationCancellationRejected'
  | 'ReservationCancelled'
>

/** Only confirmed reservations have a row; events of others are ignored. */
const becomes = (status: CustomerReservation['status']) => ({
  key: ({ reservationId }: { reservationId: string }) => reservationId,
  row: (row: CustomerReservation | null) => row && { ...row, status },
})

export const customerReservations: View<CustomerReservation, Source> = {
  name: 'customer_reservations',
  source: 'replicated',
  key: 'reservationId',
  on: {
    Reservation_confirmed: {
      key: ({ reservationId }) => reservationId,
      row: (_, { reservationId, customerId, eveningId, seats }) => ({
        reservationId,
        customerId,
        eveningId,
        seats,
        status: 'confirmed',
      }),
    },
    ReservationCancellationRequested: becomes('cancelling'),
    ReservationCancellationRejected: becomes('confirmed'),
    ReservationCancelled: becomes('cancelled'),
  },
}
