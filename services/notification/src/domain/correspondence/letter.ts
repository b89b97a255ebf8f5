import type { Money } from '@bistro/events'

/** What a message tells. */
export type News =
  | { readonly kind: 'held'; readonly seats: number; readonly holdExpiresAt: string }
  | { readonly kind: 'confirmed'; readonly seats: number }
  | { readonly kind: 'cancelled'; readonly reason: string; readonly deposit: Money; readonly charged: boolean }
  | { readonly kind: 'on_its_way' }
  | { readonly kind: 'delivered'; readonly balance: Money }
  | { readonly kind: 'refund_late'; readonly amount: Money }
  /** To the operators: nobody asks the card provider any more. */
  | { readonly kind: 'refund_left'; readonly orderId: string; readonly amount: Money }

/** A page of another service that shows the news, once that service has reached the token. */
export interface Page {
  readonly service: string
  readonly path: string
  /** The Consistency-Token of the event that the message tells of. */
  readonly token: string
}

export interface Letter {
  /** The id of the event that it tells of: one letter per event, whatever is repeated. */
  readonly id: string
  /** When that event happened. */
  readonly at: string
  readonly news: News
  readonly page: Page
}

export const isForOperators = ({ news }: Letter): boolean => news.kind === 'refund_left'
