import type { ServiceName } from '@bistro/client'

const EUR = { amount: 100, currency: 'EUR' }
const ADDRESS = { line1: '1 Rue du Four', city: 'Lyon', postcode: '69001', country: 'FR' }

/** Of each service an event that others act upon, and what it says of a stream that does not exist. */
export const HANDLED: Readonly<Record<ServiceName, { readonly type: string; readonly data: (id: string) => object }>> =
  {
    customer: {
      type: 'CustomerRegistered',
      data: (customerId) => ({ customerId, name: 'Nobody', email: 'no@body', address: ADDRESS, creditLimit: EUR }),
    },
    reservation: {
      type: 'ReservationExpired',
      data: (reservationId) => ({ reservationId, customerId: reservationId, eveningId: reservationId, seats: 1 }),
    },
    order: {
      type: 'OrderCancelled',
      data: (orderId) => ({ orderId, reservationId: orderId, customerId: orderId, reason: 'forged' }),
    },
    payment: {
      type: 'PaymentFailed',
      data: (orderId) => ({ orderId, reservationId: orderId, paymentId: orderId, reason: 'forged' }),
    },
    shipping: {
      type: 'ShipmentFailed',
      data: (orderId) => ({ orderId, reservationId: orderId, shipmentId: orderId, reason: 'forged' }),
    },
  }
