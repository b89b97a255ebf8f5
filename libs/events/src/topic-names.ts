import type { Owner } from './owners.ts'

/** Where each service publishes; it alone may write there. */
export const topics: Readonly<Record<Owner, string>> = {
  customer: 'bistro.customer.v1',
  reservation: 'bistro.reservation.v1',
  order: 'bistro.order.v1',
  payment: 'bistro.payment.v1',
  shipping: 'bistro.shipping.v1',
}

/** A topic of an owner: the first one, or one of those that came after it. */
export const topicOf = (owner: Owner, edition: number): string => topics[owner].replace(/v1$/, `v${edition}`)
