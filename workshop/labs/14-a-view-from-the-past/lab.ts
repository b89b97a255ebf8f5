import type { Lab } from '@bistro/workshop'
import { solve } from './solve.ts'
import { verify } from './verify.ts'

export const lab: Lab = {
  number: 14,
  title: 'A view from the past',
  minutes: 30,
  page: '/views',
  needs: 'stack',
  questions: [
    {
      name: 'reservation',
      text: 'Which reservation did the restaurant cancel after it was confirmed, though its guest never asked for it? Its id.',
    },
    {
      name: 'reserved',
      text: "How much of that guest's credit was reserved one moment before OrderCancelled? In cents.",
    },
  ],
  hints: [
    'The topics are right and the page is wrong. What stands between them, and which reservations does it get wrong: those that the guest cancels, or the others?',
    'The view `customer_reservations` is in services/customer/src/domain/views. Look at what each event makes of the row: when a reservation is cancelled, what does the view ask of the row? Then remember that a mended fold changes no row that is there already: rows are built again from the first event on.',
    "In the view, write `ReservationCancelled: becomes('cancelled'),`. Let `npm run lab -- verify` start the service again. On the console's page Views choose `Rebuild beside it` for customer_reservations, read the differences, then `Swap` with a reason. For `reserved`, move the slider of the saga's page to the moment before OrderCancelled and read `reserved` in the customer's state.",
  ],
  atFirst: { what: 'A guest sees that the restaurant has cancelled', saw: /^the status confirmed for / },
  wrongly: {
    what: 'Every row equals its replay, those from before the mend too',
    saw: /^[1-9]\d* of \d+ rows differ, such as .*: these fields differ: status/,
  },
  solve,
  verify,
}
