import type { Money, OrderLine } from '@bistro/events'

export type OrderStatus =
  | 'requested'
  | 'validated'
  | 'paid'
  | 'confirmed'
  | 'dispatched'
  | 'cancelling'
  | 'delivered'
  | 'cancelled'

export interface Order {
  readonly status: OrderStatus
  readonly orderId: string
  readonly reservationId: string
  readonly customerId: string
  readonly eveningId: string
  /** YYYY-MM-DD. */
  readonly eveningDate: string
  readonly lines: readonly OrderLine[]
  readonly deposit: Money
  readonly balance: Money
  /** Until OrderValidated passes it on, or the order ends. */
  readonly cardToken?: string
  /** The reservation's half of the confirmation; payment's is the status `paid`. */
  readonly seatsConfirmed: boolean
  readonly cancelReason?: string
}

export type State = Order | { readonly status: 'none' }

export const initialState: State = { status: 'none' }
