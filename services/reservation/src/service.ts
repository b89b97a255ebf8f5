import { namespaceOf, sagaOf, sourceOf, topics } from '@bistro/events'
import { bind, type Service } from '@bistro/kit'
import { evening } from './domain/evening/index.ts'
import { policies } from './domain/policies.ts'
import { hold, reservation as reservationAggregate } from './domain/reservation/index.ts'
import { seats } from './domain/seats/index.ts'
import { evenings } from './domain/views/evenings.ts'
import { knownCustomers } from './domain/views/known-customers.ts'

/** Evenings, their seats and who reserved them. */
export const reservation: Service = {
  name: 'reservation',
  source: sourceOf('reservation'),
  namespace: namespaceOf('reservation'),
  topic: topics.reservation,
  subscribes: [topics.customer, topics.order, topics.payment],
  aggregates: [reservationAggregate, evening, seats],
  policies: bind(reservationAggregate, policies),
  views: [evenings, knownCustomers],
  timers: [hold],
  effects: [],
  sagaOf,
}
