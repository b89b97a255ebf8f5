import type { EventType } from '@bistro/events'

/** A step of the saga, and the events of the same stream that undo it; or why nothing does. */
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
    undo: 'a parcel that has left is not called back: cancelling is rejected from here on, and a loss is told by ShipmentLost',
  },
  { event: 'OrderDispatched', undo: ['OrderCancelled'] },
  { event: 'ShipmentDelivered', undo: 'the guest has the parcel: the saga can only end well' },
  { event: 'OrderDelivered', undo: 'the saga has ended' },
  { event: 'CreditDebited', undo: 'the saga has ended: what is due is what was delivered' },
]

/** Events that are neither a step nor the undo of one, and what they are instead. */
export const NO_STEPS: Readonly<Partial<Record<EventType, string>>> = {
  CustomerRegistered: 'before any saga',
  CustomerAddressChanged: 'belongs to no saga',
  CreditLimitChanged: 'belongs to no saga',
  EveningOpened: 'before any saga',
  ReservationRejected: 'nothing was taken: the saga ends as it begins',
  ReservationCancellationRequested: 'a wish, which the order judges',
  ReservationCancellationRejected: 'takes the wish back',
  CreditRefused: 'nothing was reserved: the step failed',
  OrderCancellationRequested: 'a wish, which shipping judges',
  OrderCancellationRejected: 'takes the wish back',
  PaymentRefundFailed: 'an undo that the provider refused: tried again, then on the operator’s list',
  PaymentRefundSettled: 'the undo, made by an operator outside the provider, who refuses it',
  ShipmentLost: 'the step failed: another parcel follows, or ShipmentFailed',
  ShipmentFailed: 'the step failed for good',
}

/** Events that no policy and no view takes, and for whom they are. */
export const INFORMATIONAL: Readonly<Partial<Record<EventType, string>>> = {
  CreditLimitChanged: 'for the account’s own stream and its readers',
  CreditReleased: 'the last word of the account on a cancelled order',
  CreditDebited: 'the last word of the account on a delivered order',
  ReservationRejected: 'the guest was told by the answer to the request',
  OrderPaymentProcessed: 'half of the join that becomes OrderConfirmed',
  OrderReservationConfirmed: 'half of the join that becomes OrderConfirmed',
  OrderDispatched: 'for whoever follows the order',
  PaymentRequested: 'the charge and its deadline follow from it within payment',
  PaymentVoidRequested: 'the void follows from it within payment',
  ShipmentScheduled: 'the booking follows from it within shipping',
  ShipmentLost: 'a second parcel or ShipmentFailed follows from it within shipping',
  ShipmentCancellationRequested: 'the call to the carrier follows from it within shipping',
}
