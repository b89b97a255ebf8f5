import type { Needed, Needs } from '@bistro/events'

/** The fields of other services' events that this service reads; its policies and replicated views see no others. */
export const consumes = {
  EveningOpened: ['eveningId', 'date', 'pricePerSeat', 'depositPercent', 'kits'],
  ReservationHeld: ['reservationId', 'customerId', 'eveningId', 'seats', 'kits', 'cardToken'],
  ReservationExpired: ['reservationId'],
  ReservationCancellationRequested: ['reservationId'],
  Reservation_confirmed: ['orderId'],
  CreditReserved: ['orderId'],
  CreditRefused: ['orderId'],
  PaymentProcessed: ['orderId', 'paymentId'],
  PaymentFailed: ['orderId'],
  ShipmentDispatched: ['orderId', 'shipmentId'],
  ShipmentCancelled: ['orderId'],
  ShipmentFailed: ['orderId'],
  ShipmentDelivered: ['orderId'],
} as const satisfies Needs

export type Consumed<T extends keyof typeof consumes> = Needed<typeof consumes, T>
