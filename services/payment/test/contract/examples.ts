import type { PaymentEvent } from '@bistro/events'
import { SAMPLE } from '@bistro/events/contract'
import { type Examples, story } from '@bistro/kit/testing'
import { type Command, createPayment } from '../../src/domain/payment/index.ts'
import { REFUND_ATTEMPTS } from '../../src/domain/payment/state.ts'

const { orderId, reservationId, deposit, cardToken } = SAMPLE
export const payment = createPayment({ deadlineMs: 1, refundBackoffMs: 1 })

export const request: Command = { type: 'RequestPayment', orderId, reservationId, amount: deposit, cardToken }
export const captured: Command = {
  type: 'AnswerCharge',
  answer: { status: 'captured', providerReference: 'ch_3f9b1c' },
}
const declined: Command = { type: 'AnswerCharge', answer: { status: 'declined' } }
const undo: Command = { type: 'UndoPayment' }
const refunded: Command = { type: 'AnswerRefund', answer: { status: 'refunded' } }
const settle: Command = { type: 'SettleRefund', why: 'paid back by bank transfer', reference: 'T-20300510-1' }
const refused: Command = { type: 'AnswerRefund', answer: { status: 'refused' } }

/** How each event that this service publishes comes about. */
export const examples: Examples<PaymentEvent> = {
  PaymentRequested: story(payment, [request]),
  PaymentProcessed: story(payment, [request, captured]),
  PaymentFailed: story(payment, [request, declined]),
  PaymentVoidRequested: story(payment, [request, undo]),
  RefundRequested: story(payment, [request, captured, undo]),
  PaymentRefunded: story(payment, [request, captured, undo, refunded]),
  PaymentRefundSettled: story(payment, [
    request,
    captured,
    undo,
    ...Array<Command>(REFUND_ATTEMPTS).fill(refused),
    settle,
  ]),
  PaymentRefundFailed: story(payment, [request, captured, undo, refused]),
}
