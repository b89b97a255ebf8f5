import { orderIdOf } from '@bistro/events'
import { type Policies, withRow } from '@bistro/kit'
import type { Consumed, consumes } from './consumes.ts'
import type { Command } from './order/index.ts'
import { evenings } from './views/evenings.ts'

type Others = Consumed<Exclude<keyof typeof consumes, 'EveningOpened'>>

const ofOrder = (event: { readonly orderId: string }): string => event.orderId
const ofReservation = (event: { readonly reservationId: string }): string => orderIdOf(event.reservationId)

/** The order's part in the saga. */
export const policies: Policies<Others, Command> = {
  ReservationHeld: withRow(evenings, {
    stream: ofReservation,
    key: (event) => event.eveningId,
    command: ({ reservationId, customerId, eveningId, seats, kits, cardToken }, evening) => ({
      type: 'RequestOrder',
      orderId: orderIdOf(reservationId),
      reservationId,
      customerId,
      eveningId,
      seats,
      kits,
      cardToken,
      evening,
    }),
  }),
  CreditReserved: { stream: ofOrder, command: () => ({ type: 'ValidateOrder' }) },
  CreditRefused: { stream: ofOrder, command: () => ({ type: 'RefuseCredit' }) },
  PaymentProcessed: { stream: ofOrder, command: ({ paymentId }) => ({ type: 'RecordPayment', paymentId }) },
  Reservation_confirmed: { stream: ofOrder, command: () => ({ type: 'RecordSeats' }) },
  PaymentFailed: { stream: ofOrder, command: () => ({ type: 'FailPayment' }) },
  ReservationExpired: { stream: ofReservation, command: () => ({ type: 'ExpireHold' }) },
  ReservationCancellationRequested: { stream: ofReservation, command: () => ({ type: 'RequestCancellation' }) },
  ShipmentDispatched: { stream: ofOrder, command: ({ shipmentId }) => ({ type: 'RecordDispatch', shipmentId }) },
  ShipmentCancelled: { stream: ofOrder, command: () => ({ type: 'RecordStoppedParcel' }) },
  ShipmentFailed: { stream: ofOrder, command: () => ({ type: 'FailShipment' }) },
  ShipmentDelivered: { stream: ofOrder, command: () => ({ type: 'RecordDelivery' }) },
}
