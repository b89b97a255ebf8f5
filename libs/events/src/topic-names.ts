import type { Owner } from './owners.ts'

/** The topic of each service; only the service may write to it. */
export const topics: Readonly<Record<Owner, string>> = {
  customer: 'bistro.customer.v1',
  reservation: 'bistro.reservation.v1',
  order: 'bistro.order.v1',
  payment: 'bistro.payment.v1',
  shipping: 'bistro.shipping.v1',
}

/** A topic of an owner, by its version. */
export const topicOf = (owner: Owner, edition: number): string => topics[owner].replace(/v1$/, `v${edition}`)
