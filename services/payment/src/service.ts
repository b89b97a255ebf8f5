import { namespaceOf, sagaOf, sourceOf, topics } from '@bistro/events'
import { bind, define, type Service } from '@bistro/kit'
import { payment as aggregate, createPayment, DEADLINE, type PaymentSettings } from './domain/payment/index.ts'
import { policies } from './domain/policies.ts'
import { refundFailures } from './domain/views/refund-failures.ts'
import { charge, refund, voiding } from './effects/index.ts'

/** Granted to the provider, so it must not count while the service is down. */
const deadline = define(aggregate).timer(DEADLINE, { startsAgain: true, command: () => ({ type: 'MissDeadline' }) })

/** Card deposits and their refunds. */
export function createService(settings: PaymentSettings): Service {
  const payment = createPayment(settings)
  return {
    name: 'payment',
    source: sourceOf('payment'),
    namespace: namespaceOf('payment'),
    topic: topics.payment,
    subscribes: [topics.order],
    aggregates: [payment],
    policies: bind(payment, policies),
    views: [refundFailures],
    timers: [deadline],
    effects: [charge, voiding, refund],
    sagaOf,
  }
}
