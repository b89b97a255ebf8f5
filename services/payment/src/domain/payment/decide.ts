import { type PaymentEvent, paymentIdOf } from '@bistro/events'
import { type Decision, ignore, reject } from '@bistro/kit'
import type { Command, RequestPayment } from './commands.ts'
import type { ChargeAnswer, RefundAnswer, VoidAnswer } from './provider.ts'
import type { Payment, State } from './state.ts'

export function decide(command: Command, state: State): Decision<PaymentEvent> {
  if (command.type === 'RequestPayment') return state.status === 'none' ? request(command) : ignore('already-requested')
  if (state.status === 'none')
    return command.type === 'RetryRefund' ? reject('unknown-payment') : ignore('nothing-requested')
  return proceed(command, state)
}

function proceed(command: Exclude<Command, RequestPayment>, payment: Payment): Decision<PaymentEvent> {
  switch (command.type) {
    case 'AnswerCharge':
      return chargeAnswered(command.answer, payment)
    case 'RefuseCharge':
      return payment.status === 'requested' ? [failed(payment, 'refused')] : ignore('charge-no-longer-awaited')
    case 'MissDeadline':
      return payment.status === 'requested' ? [failed(payment, 'deadline')] : ignore('answered-before-the-deadline')
    case 'UndoPayment':
      return undo(payment)
    case 'AnswerVoid':
      return voidAnswered(command.answer, payment)
    case 'AnswerRefund':
      return refundAnswered(command.answer, payment)
    case 'RetryRefund':
      return payment.status === 'refund_failed' ? [refundRequested(payment)] : reject('not-refund-failed')
    default:
      return command satisfies never
  }
}

const request = ({ orderId, reservationId, amount }: RequestPayment): readonly PaymentEvent[] => [
  { type: 'PaymentRequested', data: { orderId, reservationId, paymentId: paymentIdOf(orderId), amount } },
]

function chargeAnswered(answer: ChargeAnswer, payment: Payment): Decision<PaymentEvent> {
  if (payment.status !== 'requested') return ignore('charge-no-longer-awaited')
  switch (answer.status) {
    case 'captured':
      return [processed(payment, answer.providerReference)]
    case 'declined':
      return [failed(payment, 'declined')]
    case 'voided':
      return ignore('charge-voided')
    default:
      return answer satisfies never
  }
}

/** Without an answer to the charge nobody knows whether there is money to give back: the void will tell. */
function undo(payment: Payment): Decision<PaymentEvent> {
  switch (payment.status) {
    case 'requested':
      return [{ type: 'PaymentVoidRequested', data: idsOf(payment) }]
    case 'processed':
      return [refundRequested(payment)]
    case 'failed':
      return ignore('nothing-charged')
    case 'voiding':
    case 'refunding':
    case 'refunded':
    case 'refund_failed':
      return ignore('already-undoing')
    default:
      return payment.status satisfies never
  }
}

/** A charge that the void finds captured after all is given back, though it was never reported as processed. */
function voidAnswered(answer: VoidAnswer, payment: Payment): Decision<PaymentEvent> {
  if (payment.status !== 'voiding' && payment.status !== 'failed') return ignore('void-not-awaited')
  if (answer.status === 'captured') return [refundRequested(payment)]
  return payment.status === 'voiding' ? [failed(payment, 'order_cancelled')] : ignore('nothing-charged')
}

function refundAnswered(answer: RefundAnswer, payment: Payment): Decision<PaymentEvent> {
  if (payment.status !== 'refunding' && payment.status !== 'refund_failed') return ignore('refund-not-awaited')
  const { amount } = payment
  return answer.status === 'refunded'
    ? [{ type: 'PaymentRefunded', data: { ...idsOf(payment), amount } }]
    : [{ type: 'PaymentRefundFailed', data: { ...idsOf(payment), amount, reason: 'refused' } }]
}

const idsOf = ({ orderId, reservationId, paymentId }: Payment) => ({ orderId, reservationId, paymentId })

const processed = (payment: Payment, providerReference: string): PaymentEvent => ({
  type: 'PaymentProcessed',
  data: { ...idsOf(payment), amount: payment.amount, providerReference },
})

const failed = (payment: Payment, reason: string): PaymentEvent => ({
  type: 'PaymentFailed',
  data: { ...idsOf(payment), reason },
})

const refundRequested = (payment: Payment): PaymentEvent => ({
  type: 'RefundRequested',
  data: { ...idsOf(payment), amount: payment.amount },
})
