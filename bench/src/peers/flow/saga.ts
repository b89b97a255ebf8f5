import { type EventType, orderIdOf, paymentIdOf, shipmentIdOf } from '@bistro/events'
import { v7 as newId } from 'uuid'
import type { Participant } from './participants.ts'

/** What a guest asks for: the body of `POST /reservations`. */
export interface Wish {
  readonly customerId: string
  readonly eveningId: string
  readonly seats: number
  readonly kits: readonly { readonly sku: string; readonly quantity: number }[]
  readonly cardToken: string
}

/** All that the subjects need to know of one saga. */
export interface Saga extends Wish {
  readonly reservationId: string
  readonly orderId: string
  readonly paymentId: string
  readonly shipmentId: string
}

export function newSaga(wish: Wish): Saga {
  const reservationId = newId()
  const orderId = orderIdOf(reservationId)
  return { ...wish, reservationId, orderId, paymentId: paymentIdOf(orderId), shipmentId: shipmentIdOf(orderId) }
}

/** The events of a saga that goes well, by owner, each at its version in its stream. */
export const OWNED: Readonly<Record<Participant, readonly EventType[]>> = {
  reservation: ['ReservationHeld', 'Reservation_confirmed'],
  order: [
    'OrderRequested',
    'OrderValidated',
    'OrderPaymentProcessed',
    'OrderReservationConfirmed',
    'OrderConfirmed',
    'OrderDispatched',
    'OrderDelivered',
  ],
  customer: ['CreditReserved', 'CreditDebited'],
  payment: ['PaymentRequested', 'PaymentProcessed'],
  shipping: ['ShipmentScheduled', 'ShipmentDispatched', 'ShipmentDelivered'],
}

/** Under which id a service keeps its part of a saga. */
export function streamOf(service: Participant, saga: Saga): string {
  if (service === 'reservation') return saga.reservationId
  return service === 'shipping' ? saga.shipmentId : saga.orderId
}
