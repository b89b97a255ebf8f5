import { namespaceOf, sagaOf, sourceOf, topics } from '@bistro/events'
import { bind, type Service } from '@bistro/kit'
import { correspondence } from './domain/correspondence/index.ts'
import { policies } from './domain/policies.ts'
import { deposits } from './domain/views/deposits.ts'
import { guests } from './domain/views/guests.ts'
import { mails } from './domain/views/mails.ts'
import { alert, mail } from './effects/index.ts'

/** Messages to guests and operators. It reads, and publishes nothing. */
export const notification: Service = {
  name: 'notification',
  source: sourceOf('notification'),
  namespace: namespaceOf('notification'),
  subscribes: [topics.customer, topics.reservation, topics.order, topics.payment],
  aggregates: [correspondence],
  policies: bind(correspondence, policies),
  views: [guests, deposits, mails],
  timers: [],
  effects: [mail, alert],
  sagaOf,
}
