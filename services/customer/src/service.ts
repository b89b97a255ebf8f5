import { namespaceOf, sagaOf, sourceOf, topics } from '@bistro/events'
import { bind, type Service } from '@bistro/kit'
import { account } from './domain/account/index.ts'
import { policies } from './domain/policies.ts'
import { customerReservations } from './domain/views/customer-reservations.ts'

/** House accounts and their credit. */
export const customer: Service = {
  name: 'customer',
  source: sourceOf('customer'),
  namespace: namespaceOf('customer'),
  topic: topics.customer,
  subscribes: [topics.order, topics.reservation],
  aggregates: [account],
  policies: bind(account, policies),
  views: [customerReservations],
  timers: [],
  effects: [],
  sagaOf,
}
