import type { Needed, Needs } from '@bistro/events'

/** The fields of other services' events that this service reads; its policies and replicated views see no others. */
export const consumes = {
  CustomerRegistered: ['customerId', 'address'],
  CustomerAddressChanged: ['customerId', 'address'],
  OrderConfirmed: ['orderId', 'reservationId', 'customerId', 'eveningDate'],
  OrderCancellationRequested: ['orderId'],
} as const satisfies Needs

export type Consumed<T extends keyof typeof consumes> = Needed<typeof consumes, T>
