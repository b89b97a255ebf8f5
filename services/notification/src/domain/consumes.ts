import type { Needed, Needs } from '@bistro/events'

/** What this service reads of others' events; its policies and replicated views see these fields and no others. */
export const consumes = {
  CustomerRegistered: ['customerId', 'name', 'email'],
  ReservationHeld: ['reservationId', 'customerId', 'seats', 'holdExpiresAt'],
  Reservation_confirmed: ['reservationId', 'customerId', 'seats'],
  OrderRequested: ['reservationId', 'deposit'],
  OrderPaymentProcessed: ['reservationId'],
  OrderCancelled: ['reservationId', 'reason'],
  OrderDispatched: ['orderId', 'reservationId'],
  OrderDelivered: ['orderId', 'reservationId', 'balance'],
  PaymentRefundFailed: ['orderId', 'reservationId', 'amount'],
} as const satisfies Needs

export type Consumed<T extends keyof typeof consumes> = Needed<typeof consumes, T>
