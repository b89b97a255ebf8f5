import { Closed, Id, Instant, Money } from '@bistro/kit/http'
import Type, { type Static } from 'typebox'
import type { Payment } from '../domain/payment/index.ts'
import { REFUND_ATTEMPTS } from '../domain/payment/state.ts'
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
    Type.Literal('refund_settled'),
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

/** A row of the operator's list: the payment, and the ids of its order and reservation. */
export const FailureAnswer = Closed({
  orderId: Id,
  reservationId: Id,
  paymentId: Id,
  status: Type.Literal('refund_failed'),
  captured: Money,
  refunded: Money,
  amount: Money,
  reason: Type.String(),
  since: { ...Instant, description: 'When the provider first refused it' },
  attempts: Type.Integer({ description: 'How often the provider has refused it' }),
  attemptsLeft: Type.Integer({ description: 'Automatic attempts left; 0: it is left to the operator' }),
})

/** Joins a row of the list with its payment. */
export interface FailedRefund {
  readonly failure: RefundFailure
  readonly payment: Payment
}

/** A deposit is captured and refunded as a whole, so nothing is refunded while the refund fails. */
export const failureAnswer = ({ failure, payment }: FailedRefund): Static<typeof FailureAnswer> => ({
  ...failure,
  status: 'refund_failed',
  captured: failure.amount,
  refunded: { amount: 0, currency: failure.amount.currency },
  since: payment.refusedSince ?? '',
  attempts: payment.refusals,
  attemptsLeft: Math.max(0, REFUND_ATTEMPTS - payment.refusals),
})
