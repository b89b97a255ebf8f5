import type { Money } from '@bistro/events'

export type PaymentStatus =
  | 'requested'
  | 'voiding'
  | 'processed'
  | 'failed'
  | 'refunding'
  | 'refunded'
  | 'refund_failed'
  | 'refund_settled'

export interface Payment {
  readonly status: PaymentStatus
  readonly orderId: string
  readonly reservationId: string
  readonly paymentId: string
  readonly amount: Money
  readonly captured: Money
  readonly refunded: Money
  /** How often the provider has refused the refund. */
  readonly refusals: number
  /** When the provider refused it for the first time, RFC 3339. */
  readonly refusedSince?: string
}

export type State = Payment | { readonly status: 'none' }

/** How often a refund is tried in all before it is left to an operator. */
export const REFUND_ATTEMPTS = 5

/** No further attempt until an operator requests one. */
export const isLeftToOperator = ({ status, refusals }: Payment): boolean =>
  status === 'refund_failed' && refusals >= REFUND_ATTEMPTS

export const initialState: State = { status: 'none' }
