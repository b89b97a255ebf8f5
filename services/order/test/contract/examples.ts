import type { OrderEvent } from '@bistro/events'
import { SAMPLE } from '@bistro/events/contract'
import { type Examples, story } from '@bistro/kit/testing'
import type { RequestOrder } from '../../src/domain/order/commands.ts'
import { type Command, order } from '../../src/domain/order/index.ts'

const { orderId, reservationId, customerId, eveningId, seats, cardToken, paymentId, shipmentId } = SAMPLE

export const request: RequestOrder = {
  type: 'RequestOrder',
  ...{ orderId, reservationId, customerId, eveningId, seats, cardToken },
  kits: SAMPLE.kits.map(({ sku, quantity }) => ({ sku, quantity })),
  evening: {
    date: SAMPLE.date,
    pricePerSeat: SAMPLE.pricePerSeat,
    depositPercent: SAMPLE.depositPercent,
    kits: SAMPLE.kits.map(({ sku, name, price }) => ({ sku, name, price })),
  },
}
const validate: Command = { type: 'ValidateOrder' }
const pay: Command = { type: 'RecordPayment', paymentId }
const seatsConfirmed: Command = { type: 'RecordSeats' }
const wantOut: Command = { type: 'RequestCancellation' }
const dispatch: Command = { type: 'RecordDispatch', shipmentId }

/** An order's way to its end, up to a point. */
export const validated = [request, validate]
export const confirmed = [...validated, pay, seatsConfirmed]
export const cancelling = [...confirmed, wantOut]
export const dispatched = [...confirmed, dispatch]

/** How each event that this service publishes comes about. */
export const examples: Examples<OrderEvent> = {
  OrderRequested: story(order, [request]),
  OrderValidated: story(order, validated),
  OrderPaymentProcessed: story(order, [...validated, pay]),
  OrderReservationConfirmed: story(order, confirmed),
  OrderConfirmed: story(order, confirmed),
  OrderDispatched: story(order, dispatched),
  OrderCancellationRequested: story(order, cancelling),
  OrderCancellationRejected: story(order, [...dispatched, wantOut]),
  OrderCancelled: story(order, [...validated, wantOut]),
  OrderDelivered: story(order, [...dispatched, { type: 'RecordDelivery' }]),
}
