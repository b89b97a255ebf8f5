import { namespaceOf, sagaOf, sourceOf, topics } from '@bistro/events'
import { bind, define, type Service } from '@bistro/kit'
import { charge, refund, voiding } from './effects/index.ts'
import { payment as aggregate, createPayment, DEADLINE, type PaymentSettings } from './payment/index.ts'
import { policies } from './policies.ts'
import { refundFailures } from './views/refund-failures.ts'

/** The provider's time, not the machine's. */
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
