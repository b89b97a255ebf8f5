import type { OrderEvent } from '@bistro/events'
import { type Decision, ignore } from '@bistro/kit'
import type { Command } from './commands.ts'
import { requestOrder } from './request.ts'
import type { Order, OrderStatus, State } from './state.ts'

const BEFORE_CONFIRMED: readonly OrderStatus[] = ['requested', 'validated', 'paid']
const TO_BE_SHIPPED: readonly OrderStatus[] = ['confirmed', 'dispatched', 'cancelling']

export function decide(command: Command, state: State): Decision<OrderEvent> {
  if (command.type === 'RequestOrder')
    return state.status === 'none' ? requestOrder(command) : ignore('already-requested')
  if (state.status === 'none') return ignore('no-order')
  return proceed(command, state)
}

function proceed(command: Exclude<Command, { type: 'RequestOrder' }>, order: Order): Decision<OrderEvent> {
  const { status } = order
  switch (command.type) {
    case 'ValidateOrder':
      return status === 'requested' && order.cardToken !== undefined
        ? [validated(order, order.cardToken)]
        : ignore('not-awaiting-credit')
    case 'RefuseCredit':
      return status === 'requested' ? [cancelled(order, 'credit_refused')] : ignore('not-awaiting-credit')
    case 'RecordPayment':
      return status === 'validated' ? paid(order, command.paymentId) : ignore('not-awaiting-payment')
    case 'RecordSeats':
      return recordSeats(order)
    case 'FailPayment':
      return status === 'validated' ? [cancelled(order, 'payment_failed')] : ignore('not-awaiting-payment')
    case 'ExpireHold':
      return BEFORE_CONFIRMED.includes(status) ? [cancelled(order, 'hold_expired')] : ignore('hold-no-longer-matters')
    case 'RequestCancellation':
      return requestCancellation(order)
    case 'RecordDispatch':
      return recordDispatch(order, command.shipmentId)
    case 'RecordStoppedParcel':
      return status === 'cancelling' ? [cancelled(order, 'guest_cancelled')] : ignore('not-cancelling')
    case 'FailShipment':
      return TO_BE_SHIPPED.includes(status) ? [cancelled(order, 'cannot_ship')] : ignore('not-to-be-shipped')
    case 'RecordDelivery':
      return status === 'dispatched' ? [delivered(order)] : ignore('not-dispatched')
    default:
      return command satisfies never
  }
}

const paid = (order: Order, paymentId: string): readonly OrderEvent[] => {
  const recorded: OrderEvent = { type: 'OrderPaymentProcessed', data: { ...idsOf(order), paymentId } }
  return order.seatsConfirmed ? [recorded, confirmed(order)] : [recorded]
}

/** Payment and reservation confirm in either order; the second confirmation completes the order. */
function recordSeats(order: Order): Decision<OrderEvent> {
  if (order.seatsConfirmed) return ignore('seats-already-recorded')
  const recorded: OrderEvent = { type: 'OrderReservationConfirmed', data: idsOf(order) }
  if (order.status === 'validated') return [recorded]
  if (order.status === 'paid') return [recorded, confirmed(order)]
  return ignore('not-awaiting-seats')
}

function requestCancellation(order: Order): Decision<OrderEvent> {
  switch (order.status) {
    case 'requested':
    case 'validated':
    case 'paid':
      return [cancelled(order, 'guest_cancelled')]
    case 'confirmed':
      return [{ type: 'OrderCancellationRequested', data: idsOf(order) }]
    case 'dispatched':
    case 'delivered':
      return [cancellationRejected(order, order.status)]
    case 'cancelling':
      return ignore('already-cancelling')
    case 'cancelled':
      return ignore('already-cancelled')
    default:
      return order.status satisfies never
  }
}

/** Only the first parcel's dispatch counts; a pending cancellation is then too late. */
function recordDispatch(order: Order, shipmentId: string): Decision<OrderEvent> {
  const dispatched: OrderEvent = { type: 'OrderDispatched', data: { ...idsOf(order), shipmentId } }
  if (order.status === 'confirmed') return [dispatched]
  if (order.status === 'cancelling') return [dispatched, cancellationRejected(order, 'dispatched')]
  return ignore(order.status === 'dispatched' ? 'already-dispatched' : 'not-to-be-dispatched')
}

const idsOf = ({ orderId, reservationId }: Order) => ({ orderId, reservationId })

const validated = (order: Order, cardToken: string): OrderEvent => ({
  type: 'OrderValidated',
  data: { ...idsOf(order), customerId: order.customerId, deposit: order.deposit, cardToken },
})

const confirmed = (order: Order): OrderEvent => ({
  type: 'OrderConfirmed',
  data: {
    ...idsOf(order),
    customerId: order.customerId,
    eveningId: order.eveningId,
    eveningDate: order.eveningDate,
    lines: order.lines,
  },
})

const cancelled = (order: Order, reason: string): OrderEvent => ({
  type: 'OrderCancelled',
  data: { ...idsOf(order), customerId: order.customerId, reason },
})

const cancellationRejected = (order: Order, reason: string): OrderEvent => ({
  type: 'OrderCancellationRejected',
  data: { ...idsOf(order), reason },
})

const delivered = (order: Order): OrderEvent => ({
  type: 'OrderDelivered',
  data: { ...idsOf(order), customerId: order.customerId, balance: order.balance },
})
