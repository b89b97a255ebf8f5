import { type PaymentEvent, paymentIdOf } from '@bistro/events'
import { type Decision, ignore, reject } from '@bistro/kit'
import type { Command, RequestPayment, SettleRefund } from './commands.ts'
import type { ChargeAnswer, RefundAnswer, VoidAnswer } from './provider.ts'
import { isLeftToOperator, type Payment, REFUND_ATTEMPTS, type State } from './state.ts'

export function decide(command: Command, state: State): Decision<PaymentEvent> {
  if (command.type === 'RequestPayment') return state.status === 'none' ? request(command) : ignore('already-requested')
  if (state.status === 'none') return isOperators(command) ? reject('unknown-payment') : ignore('nothing-requested')
  return proceed(command, state)
}

const isOperators = ({ type }: Command): boolean => type === 'RetryRefund' || type === 'SettleRefund'

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
      return payment.status === 'refund_failed' ? [refundRequested(payment)] : notRefundFailed(payment)
    case 'SettleRefund':
      return settle(command, payment)
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

/** Without an answer to the charge it is unknown whether there is money to give back: the void will tell. */
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
    case 'refund_settled':
      return ignore('already-undoing')
    default:
      return payment.status satisfies never
  }
}

/** If the void reports a captured charge, it is refunded, though PaymentProcessed was never recorded. */
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

/** Only after the last automatic attempt: a later success would pay the guest twice. */
function settle({ why, reference }: SettleRefund, payment: Payment): Decision<PaymentEvent> {
  if (payment.status === 'refund_settled') return ignore('already-settled')
  if (payment.status !== 'refund_failed') return notRefundFailed(payment)
  if (!isLeftToOperator(payment)) return reject('refund-still-tried', { detail: STILL_TRIED })
  const { amount } = payment
  return [{ type: 'PaymentRefundSettled', data: { ...idsOf(payment), amount, reason: why, reference } }]
}

const notRefundFailed = ({ status }: Payment): Decision<PaymentEvent> =>
  reject('not-refund-failed', {
    detail: `The payment is ${status}. Only a refused refund (status refund_failed) can be retried or settled.`,
  })

const STILL_TRIED = `The refund is still retried automatically, up to ${REFUND_ATTEMPTS} attempts, and may succeed. Settle it when GET /payments?status=refund_failed shows attemptsLeft 0.`

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
