import type { Money } from '@bistro/events'

export type PaymentStatus =
  | 'requested'
  | 'voiding'
  | 'processed'
  | 'failed'
  | 'refunding'
  | 'refunded'
  | 'refund_failed'

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
}

export type State = Payment | { readonly status: 'none' }

export const initialState: State = { status: 'none' }
