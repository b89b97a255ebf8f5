import type { Lab } from '@bistro/workshop'
import { verify } from './verify.ts'

export const lab: Lab = {
  number: 5,
  title: 'The forgotten undo',
  minutes: 25,
  page: '/reserve',
  needs: 'stack',
  settings: { BISTRO_PAYMENT_DEADLINE_MS: '8000' },
  hints: [
    'Compare two sagas in the console: one that is delivered and one whose card is declined. Which service has done its step and not undone it? Which event tells every participant that the saga is off?',
    'The customer service says in services/customer/src/domain/policies.ts which event leads to which command, and in consumes.ts which fields of it it needs. Its account knows the command ReleaseCredit already (account/decide.ts), but no policy sends it. Choose the event with care: it has to come in every ending that cancels, and never before the event that reserves. Events of one stream keep their order; those of two streams may overtake each other.',
    "The order's stream brings both: OrderRequested, and OrderCancelled behind it. Add `OrderCancelled: ['customerId', 'orderId']` to consumes.ts. In policies.ts add 'OrderCancelled' to the type `Order`, and `OrderCancelled: { stream: ({ customerId }) => customerId, command: ({ customerId, orderId }) => ({ type: 'ReleaseCredit', customerId, orderId }) }`.",
  ],
  atFirst: { what: 'The card is declined: no credit stays reserved', saw: /11900 cents reserved/ },
  wrongly: { what: 'The hold expires: no credit stays reserved', saw: /11900 cents reserved/ },
  verify,
}
