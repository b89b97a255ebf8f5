import { balanceOf } from './data.ts'
import type { Part } from './part.ts'
import type { Saga } from './saga.ts'

/** What each service writes until the order is confirmed and its parcel may be booked. */
export const confirmation = (
  saga: Saga,
  answer: string,
): Record<'reservation' | 'customer' | 'order' | 'payment' | 'shipping', Part> => ({
  order: {
    service: 'order',
    status: 'confirmed',
    events: [
      'OrderRequested',
      'OrderValidated',
      'OrderPaymentProcessed',
      'OrderReservationConfirmed',
      'OrderConfirmed',
    ],
  },
  payment: { service: 'payment', status: 'processed', events: ['PaymentRequested', 'PaymentProcessed'] },
  shipping: { service: 'shipping', status: 'scheduled', events: ['ShipmentScheduled'] },
  customer: {
    service: 'customer',
    status: 'reserved',
    events: ['CreditReserved'],
    counter: { id: saga.customerId, used: balanceOf(saga).amount },
  },
  reservation: {
    service: 'reservation',
    status: 'confirmed',
    events: ['ReservationHeld', 'Reservation_confirmed'],
    counter: { id: saga.eveningId, used: saga.seats },
    answer,
  },
})

/** The parcel is dispatched: shipping records it now, the order when the parcel is delivered. */
export const DISPATCH: Part = { service: 'shipping', status: 'dispatched', events: ['ShipmentDispatched'] }

/** What each service writes when the parcel was delivered; a dispatch that was never reported is added. */
export const delivery = (saga: Saga): Record<'shipping' | 'order' | 'customer', Part> => ({
  shipping: { service: 'shipping', status: 'delivered', events: ['ShipmentDispatched', 'ShipmentDelivered'] },
  order: { service: 'order', status: 'delivered', events: ['OrderDispatched', 'OrderDelivered'] },
  customer: {
    service: 'customer',
    status: 'debited',
    events: ['CreditDebited'],
    counter: { id: saga.customerId, used: -balanceOf(saga).amount, due: balanceOf(saga).amount },
  },
})
