import type { Needed, Needs } from '@bistro/events'

/** What this service reads of others' events; its policies and replicated views see these fields and no others. */
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
