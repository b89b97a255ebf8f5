import type { EventType } from '@bistro/events'

/** A step of the saga, and the events of the same stream that undo it; or why there is no undo. */
export interface Step {
  readonly event: EventType
  readonly undo: readonly EventType[] | string
}

/** What the saga does on its way forward, in its order. */
export const STEPS: readonly Step[] = [
  { event: 'ReservationHeld', undo: ['ReservationExpired', 'ReservationCancelled'] },
  { event: 'OrderRequested', undo: ['OrderCancelled'] },
  { event: 'CreditReserved', undo: ['CreditReleased'] },
  { event: 'OrderValidated', undo: ['OrderCancelled'] },
  { event: 'PaymentRequested', undo: ['PaymentVoidRequested', 'PaymentFailed'] },
  { event: 'PaymentProcessed', undo: ['RefundRequested', 'PaymentRefunded'] },
  { event: 'OrderPaymentProcessed', undo: ['OrderCancelled'] },
  { event: 'Reservation_confirmed', undo: ['ReservationCancelled'] },
  { event: 'OrderReservationConfirmed', undo: ['OrderCancelled'] },
  { event: 'OrderConfirmed', undo: ['OrderCancelled'] },
  { event: 'ShipmentScheduled', undo: ['ShipmentCancellationRequested', 'ShipmentCancelled'] },
  {
    event: 'ShipmentDispatched',
    undo: 'a dispatched parcel is not called back: from here on cancelling is rejected, and ShipmentLost reports a loss',
  },
  { event: 'OrderDispatched', undo: ['OrderCancelled'] },
  { event: 'ShipmentDelivered', undo: 'the guest has the parcel: the saga can only end well' },
  { event: 'OrderDelivered', undo: 'the saga has ended' },
  { event: 'CreditDebited', undo: 'the saga has ended: the guest owes what was delivered' },
]

/** Events that are neither a step nor the undo of one, and what they are instead. */
export const NO_STEPS: Readonly<Partial<Record<EventType, string>>> = {
  CustomerRegistered: 'before any saga',
  CustomerAddressChanged: 'belongs to no saga',
  CreditLimitChanged: 'belongs to no saga',
  EveningOpened: 'before any saga',
  ReservationRejected: 'nothing was held: the saga ends at its first step',
  ReservationCancellationRequested: 'a request that the order service decides on',
  ReservationCancellationRejected: 'the request to cancel is rejected: the saga goes on',
  CreditRefused: 'nothing was reserved: the step failed',
  OrderCancellationRequested: 'a request that the shipping service decides on',
  OrderCancellationRejected: 'the request to cancel is rejected: the saga goes on',
  PaymentRefundFailed: 'an undo that the card provider refused: it is retried, then goes to the operator’s list',
  PaymentRefundSettled: 'the undo, made by an operator by other means, as the card provider refuses the refund',
  ShipmentLost: 'the step failed: another parcel follows, or ShipmentFailed',
  ShipmentFailed: 'the step failed for good',
}

/** Events that no policy and no view handles, and who reads them. */
export const INFORMATIONAL: Readonly<Partial<Record<EventType, string>>> = {
  CreditLimitChanged: 'for the account’s own stream and its readers',
  CreditReleased: 'the account’s last event of a cancelled order',
  CreditDebited: 'the account’s last event of a delivered order',
  ReservationRejected: 'the guest learns it from the response to the request',
  OrderReservationConfirmed: 'half of the join that becomes OrderConfirmed',
  PaymentRequested: 'the charge and its deadline follow from it within payment',
  PaymentVoidRequested: 'the void follows from it within payment',
  ShipmentScheduled: 'the booking follows from it within shipping',
  ShipmentLost: 'a second parcel or ShipmentFailed follows from it within shipping',
  ShipmentCancellationRequested: 'the call to the carrier follows from it within shipping',
}
