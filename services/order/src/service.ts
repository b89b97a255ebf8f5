import { namespaceOf, sagaOf, sourceOf, topicOf, topics } from '@bistro/events'
import { bind, type Service } from '@bistro/kit'
import { order as aggregate } from './domain/order/index.ts'
import { policies } from './domain/policies.ts'
import { evenings } from './domain/views/evenings.ts'

/** Orders, the spine of the saga. */
export const order: Service = {
  name: 'order',
  source: sourceOf('order'),
  namespace: namespaceOf('order'),
  topic: topics.order,
  laterTopics: [topicOf('order', 2)],
  subscribes: [topics.reservation, topics.customer, topics.payment, topics.shipping],
  aggregates: [aggregate],
  policies: bind(aggregate, policies),
  views: [evenings],
  timers: [],
  effects: [],
  sagaOf,
}
