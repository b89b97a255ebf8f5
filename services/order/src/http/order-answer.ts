import { Closed, Id, Money } from '@bistro/kit/http'
import Type, { type Static } from 'typebox'
import type { Order } from '../domain/order/index.ts'

const Line = Closed({ sku: Type.String(), name: Type.String(), quantity: Type.Integer(), unitPrice: Money })

export const OrderAnswer = Closed({
  orderId: Id,
  reservationId: Id,
  status: Type.Union([
    Type.Literal('requested'),
    Type.Literal('validated'),
    Type.Literal('paid'),
    Type.Literal('confirmed'),
    Type.Literal('dispatched'),
    Type.Literal('cancelling'),
    Type.Literal('delivered'),
    Type.Literal('cancelled'),
  ]),
  lines: Type.Array(Line),
  deposit: Money,
  balance: Money,
  cancelReason: Type.Optional(Type.String()),
})

/** An order as its guest sees it, without the card token. */
export const orderAnswer = (order: Order): Static<typeof OrderAnswer> => ({
  orderId: order.orderId,
  reservationId: order.reservationId,
  status: order.status,
  lines: [...order.lines],
  deposit: order.deposit,
  balance: order.balance,
  ...(order.cancelReason !== undefined && { cancelReason: order.cancelReason }),
})
