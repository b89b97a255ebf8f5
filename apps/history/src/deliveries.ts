/** When the position is committed: after the records are written, before that, or in one transaction with them. */
export const DELIVERIES = ['at-least-once', 'at-most-once', 'transactions'] as const
export type Delivery = (typeof DELIVERIES)[number]
