import { namespaceOf, sagaOf, sourceOf, topics } from '@bistro/events'
import type { Service } from '@bistro/kit'
import { deliveredOrders } from './domain/views/delivered-orders.ts'

/** Knows the guests who come back. */
export const loyalty: Service = {
  name: 'loyalty',
  source: sourceOf('loyalty'),
  namespace: namespaceOf('loyalty'),
  subscribes: [topics.order],
  aggregates: [],
  policies: {},
  views: [deliveredOrders],
  timers: [],
  effects: [],
  sagaOf,
}
