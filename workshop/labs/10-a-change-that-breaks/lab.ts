import type { Lab } from '@bistro/workshop'
import { OLD_READER, PUBLISHED, verify } from './verify.ts'

export const lab: Lab = {
  number: 10,
  title: 'A change that breaks',
  minutes: 40,
  page: '/sagas',
  needs: 'stack',
  hints: [
    'Two services are concerned. `order` has the new shape, and publishes nothing in it: what does a service have to say of itself before it may publish to a second topic? `payment` is the only one that reads what changes.',
    'A service names the topics beside its first one in its definition (`laterTopics` in `services/order/src/service.ts`). The policy of `payment` meets both shapes as long as the move lasts: it has to look which one it was given, and make the same command of both.',
    "In `services/order/src/service.ts`: `laterTopics: [topicOf('order', 2)],`, and import `topicOf` from `@bistro/events`. In `services/payment/src/domain/policies.ts`: where `'charge' in event`, the amount is `event.charge.amount` and the card's token `event.charge.reference`; otherwise `event.deposit` and `event.cardToken`, as before. The type of the event's data is `Consumed<'OrderValidated'>['data'] | OrderValidatedV2`.",
  ],
  atFirst: { what: PUBLISHED, saw: /can publish only to bistro\.order\.v1/ },
  wrongly: { what: OLD_READER, saw: /parked/ },
  verify,
}
