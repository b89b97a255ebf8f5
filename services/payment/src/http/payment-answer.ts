import { Closed, Id, Money } from '@bistro/kit/http'
import Type, { type Static } from 'typebox'
import type { Payment } from '../domain/payment/index.ts'
import type { RefundFailure } from '../domain/views/refund-failures.ts'

export const PaymentAnswer = Closed({
  paymentId: Id,
  status: Type.Union([
    Type.Literal('requested'),
    Type.Literal('voiding'),
    Type.Literal('processed'),
    Type.Literal('failed'),
    Type.Literal('refunding'),
    Type.Literal('refunded'),
    Type.Literal('refund_failed'),
  ]),
  captured: Money,
  refunded: Money,
})

export const paymentAnswer = ({ paymentId, status, captured, refunded }: Payment): Static<typeof PaymentAnswer> => ({
  paymentId,
  status,
  captured,
  refunded,
})

/** A line of the operator's list: what a payment is, and where it belongs. */
export const FailureAnswer = Closed({
  orderId: Id,
  reservationId: Id,
  paymentId: Id,
  status: Type.Literal('refund_failed'),
  captured: Money,
  refunded: Money,
  reason: Type.String(),
})

/** A deposit is captured and given back whole, so nothing of it is refunded while the refund fails. */
export const failureAnswer = ({ amount, ...failure }: RefundFailure): Static<typeof FailureAnswer> => ({
  ...failure,
  status: 'refund_failed',
  captured: amount,
  refunded: { amount: 0, currency: amount.currency },
})
