import { type PaymentEvent, paymentIdOf } from '@bistro/events'
import { evolve } from './evolve.ts'
import type { Command, State } from './index.ts'
import { initialState, REFUND_ATTEMPTS } from './state.ts'

export const eur = (amount: number) => ({ amount, currency: 'EUR' })
export const paymentId = paymentIdOf('o-1')
const ids = { orderId: 'o-1', reservationId: 'r-1', paymentId }
export const amount = eur(8_700)

export const request: Command = {
  type: 'RequestPayment',
  orderId: 'o-1',
  reservationId: 'r-1',
  amount,
  cardToken: 'tok_ok',
}

export const requested: PaymentEvent = { type: 'PaymentRequested', data: { ...ids, amount } }
export const processed: PaymentEvent = {
  type: 'PaymentProcessed',
  data: { ...ids, amount, providerReference: 'ch_1' },
}
export const failed = (reason: string): PaymentEvent => ({ type: 'PaymentFailed', data: { ...ids, reason } })
export const voidRequested: PaymentEvent = { type: 'PaymentVoidRequested', data: ids }
export const refundRequested: PaymentEvent = { type: 'RefundRequested', data: { ...ids, amount } }
export const refunded: PaymentEvent = { type: 'PaymentRefunded', data: { ...ids, amount } }
export const refundSettled: PaymentEvent = {
  type: 'PaymentRefundSettled',
  data: { ...ids, amount, reason: 'paid by bank transfer', reference: 'T-1' },
}
export const refundFailed: PaymentEvent = {
  type: 'PaymentRefundFailed',
  data: { ...ids, amount, reason: 'refused' },
}

export function refusals(times: number): readonly PaymentEvent[] {
  return Array<PaymentEvent>(times).fill(refundFailed)
}

/** How each status is reached. */
export const story: Record<State['status'], readonly PaymentEvent[]> = {
  none: [],
  requested: [requested],
  voiding: [requested, voidRequested],
  processed: [requested, processed],
  failed: [requested, failed('declined')],
  refunding: [requested, processed, refundRequested],
  refunded: [requested, processed, refundRequested, refunded],
  refund_failed: [requested, processed, refundRequested, refundFailed],
  refund_settled: [requested, processed, refundRequested, ...refusals(REFUND_ATTEMPTS), refundSettled],
}
/** When all of it happened. */
export const TIME = '2030-05-01T10:00:00.000Z'
export const statuses = Object.keys(story) as State['status'][]

export const stateAfter = (events: readonly PaymentEvent[]): State =>
  events.reduce<State>((state, event) => evolve(state, event, TIME), initialState)
