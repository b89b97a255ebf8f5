import type { Needed, Needs } from '@bistro/events'

/** The fields of other services' events that this service reads; its policies and replicated views see no others. */
export const consumes = {
  OrderRequested: ['customerId', 'orderId', 'reservationId', 'balance'],
  OrderCancelled: ['customerId', 'orderId'],
  OrderDelivered: ['customerId', 'orderId'],
  Reservation_confirmed: ['reservationId', 'customerId', 'eveningId', 'seats'],
  ReservationCancellationRequested: ['reservationId'],
  ReservationCancellationRejected: ['reservationId'],
  ReservationCancelled: ['reservationId'],
} as const satisfies Needs

export type Consumed<T extends keyof typeof consumes> = Needed<typeof consumes, T>
