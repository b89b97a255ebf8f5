import type { PaymentEvent } from '@bistro/events'
import type { Payment, State } from './state.ts'

export function evolve(state: State, event: PaymentEvent, time: string): State {
  if (event.type === 'PaymentRequested') {
    const nothing = { amount: 0, currency: event.data.amount.currency }
    return { ...event.data, status: 'requested', captured: nothing, refunded: nothing, refusals: 0 }
  }
  return state.status === 'none' ? state : evolvePayment(state, event, time)
}

function evolvePayment(
  payment: Payment,
  event: Exclude<PaymentEvent, { type: 'PaymentRequested' }>,
  time: string,
): Payment {
  switch (event.type) {
    case 'PaymentProcessed':
      return { ...payment, status: 'processed', captured: event.data.amount }
    case 'PaymentFailed':
      return { ...payment, status: 'failed' }
    case 'PaymentVoidRequested':
      return { ...payment, status: 'voiding' }
    case 'RefundRequested':
      // If only the void found the money, this is the first event to record the capture.
      return { ...payment, status: 'refunding', captured: event.data.amount }
    case 'PaymentRefunded':
      return { ...payment, status: 'refunded', refunded: event.data.amount }
    case 'PaymentRefundFailed':
      return {
        ...payment,
        status: 'refund_failed',
        refusals: payment.refusals + 1,
        refusedSince: payment.refusedSince ?? time,
      }
    case 'PaymentRefundSettled':
      // `refunded` is what the provider gave back: nothing.
      return { ...payment, status: 'refund_settled' }
    default:
      return event satisfies never
  }
}
