import type { Needed, Needs } from '@bistro/events'

/** What this service reads of others' events; its policies and replicated views see these fields and no others. */
export const consumes = {
  OrderDelivered: ['orderId', 'customerId'],
} as const satisfies Needs

export type Consumed<T extends keyof typeof consumes> = Needed<typeof consumes, T>
