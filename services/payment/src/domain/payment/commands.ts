import type { Money } from '@bistro/events'
import type { ChargeAnswer, RefundAnswer, VoidAnswer } from './provider.ts'

export interface RequestPayment {
  readonly type: 'RequestPayment'
  readonly orderId: string
  readonly reservationId: string
  readonly amount: Money
  readonly cardToken: string
}

/** The guest got the money back another way. */
export interface SettleRefund {
  readonly type: 'SettleRefund'
  readonly why: string
  /** Reference of the manual payment. */
  readonly reference: string | null
}

export type Command =
  | RequestPayment
  | { readonly type: 'AnswerCharge'; readonly answer: ChargeAnswer }
  /** The provider refuses the call permanently, and does not say whether it took effect before. */
  | { readonly type: 'RefuseCharge' }
  | { readonly type: 'MissDeadline' }
  | { readonly type: 'UndoPayment' }
  | { readonly type: 'AnswerVoid'; readonly answer: VoidAnswer }
  | { readonly type: 'AnswerRefund'; readonly answer: RefundAnswer }
  /** `why` is the operator's, for the audit trail. */
  | { readonly type: 'RetryRefund'; readonly why?: string }
  | SettleRefund
