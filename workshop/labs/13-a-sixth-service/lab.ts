import type { Lab } from '@bistro/workshop'
import { COUNTS_DELIVERED, THERE, verify } from './verify.ts'

export const lab: Lab = {
  number: 13,
  title: 'A sixth service',
  minutes: 40,
  page: '/',
  needs: 'stack',
  hints: [
    'Which of the events of an order says that the guest has got something? `docs/events/README.md` lists them all, with what each means. `npm run new` makes a service around the events that it reads, and `npm run new -- --help` says how.',
    '`npm run new -- service loyalty --reads OrderDelivered`. A service is given only the fields that `src/domain/consumes.ts` names, so name the guest. A view is a fold: `key` says which row an event belongs to, `row` makes the new row of the old one, which is `null` at first. The sample in `src/domain/views/heard.ts` counts nothing yet.',
    "In `consumes.ts`: `OrderDelivered: ['orderId', 'customerId']`. In the view: `key: ({ customerId }) => customerId`, `row: (before, { customerId }) => ({ customerId, delivered: (before?.delivered ?? 0) + 1 })`, with `key: 'customerId'` for the view. In `migrations/0001_views.sql`: `customer_id text PRIMARY KEY, delivered integer NOT NULL`. In `src/http/routes.ts`: `GET /delivered/:id` answers with the row.",
  ],
  atFirst: { what: THERE, saw: /^services: / },
  wrongly: { what: COUNTS_DELIVERED, saw: /^1$/ },
  verify,
}
