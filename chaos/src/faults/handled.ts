import type { ServiceName } from '@bistro/services'

const EUR = { amount: 100, currency: 'EUR' }
const ADDRESS = { line1: '1 Rue du Four', city: 'Lyon', postcode: '69001', country: 'FR' }

/** For each service whose events are forged: an event that other services handle, and its data for a stream that does not exist. */
export const HANDLED = {
  customer: {
    type: 'CustomerRegistered',
    data: (customerId: string) => ({
      customerId,
      name: 'Nobody',
      email: 'no@body',
      address: ADDRESS,
      creditLimit: EUR,
    }),
  },
  reservation: {
    type: 'ReservationExpired',
    data: (reservationId: string) => ({ reservationId, customerId: reservationId, eveningId: reservationId, seats: 1 }),
  },
  order: {
    type: 'OrderCancelled',
    data: (orderId: string) => ({ orderId, reservationId: orderId, customerId: orderId, reason: 'forged' }),
  },
  payment: {
    type: 'PaymentFailed',
    data: (orderId: string) => ({ orderId, reservationId: orderId, paymentId: orderId, reason: 'forged' }),
  },
  shipping: {
    type: 'ShipmentFailed',
    data: (orderId: string) => ({ orderId, reservationId: orderId, shipmentId: orderId, reason: 'forged' }),
  },
} satisfies Partial<Record<ServiceName, Handled>>

interface Handled {
  readonly type: string
  readonly data: (id: string) => object
}

export type ForgedService = keyof typeof HANDLED
