import type { Service } from '@bistro/kit'
import { type Breaks, deafTo, deciding, statusOf } from '@bistro/kit/faults'

const withoutLateRefund = deciding('payment', (command, state) => {
  const { answer } = command as { answer?: { status: string } }
  const late = command.type === 'AnswerVoid' && statusOf(state) === 'failed' && answer?.status === 'captured'
  return late ? { ignored: 'too-late' } : undefined
})

/** The same state, as if the provider had refused often enough. */
const settledEarly = (service: Service): Service => ({
  ...service,
  aggregates: service.aggregates.map((aggregate) => ({
    ...aggregate,
    decide: (command, state, beside) =>
      aggregate.decide(
        command,
        command.type === 'SettleRefund' ? { ...(state as object), refusals: 99 } : state,
        beside,
      ),
  })),
})

const withLateCharges = deciding('payment', (command, state) => {
  const { answer } = command as { answer?: { status: string; providerReference: string } }
  const isLate = command.type === 'AnswerCharge' && ['voiding', 'failed'].includes(statusOf(state))
  if (!isLate || answer?.status !== 'captured') return undefined
  const { orderId, reservationId, paymentId, amount } = state as Record<string, unknown>
  const { providerReference } = answer
  return [{ type: 'PaymentProcessed', data: { orderId, reservationId, paymentId, amount, providerReference } }]
})

/** Safety nets of this service that can be removed on purpose. */
export const breaks: Breaks = {
  'no-undo-payment': deafTo('payment', 'OrderCancelled', 'the deposit is kept'),
  'no-late-refund': {
    what: 'A charge that becomes known after the payment deadline is not refunded.',
    changed: withoutLateRefund,
  },
  'early-settlement': {
    what: 'An operator settles a refund by hand while the payment service still retries it at the card provider.',
    changed: settledEarly,
  },
  'apply-late-answer': {
    what: 'The response to a charge is applied although a void was requested: money moves after the payment has failed.',
    nets: { lateAnswersDropped: false },
    changed: withLateCharges,
  },
}
