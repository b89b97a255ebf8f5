import type { Lab } from '@bistro/workshop'
import { makeMistakes, solve } from './play.ts'
import { verify } from './verify.ts'

export const lab: Lab = {
  number: 1,
  title: 'Follow one saga',
  minutes: 25,
  page: '/reserve',
  needs: 'stack',
  // Slow enough to watch.
  settings: {
    BISTRO_PSP_LATENCY_MS: '300',
    BISTRO_CARRIER_DISPATCH_MS: '800',
    BISTRO_CARRIER_DELIVER_MS: '800',
  },
  questions: [
    { name: 'delivered', text: 'Make a reservation that is delivered. What is its reservation id?' },
    { name: 'shipment', text: 'What is the id of its shipment?' },
    { name: 'cause', text: 'Which event caused its PaymentProcessed?' },
    { name: 'place', text: 'Where in Kafka is its OrderValidated? Answer PARTITION/OFFSET, such as 3/17.' },
    { name: 'gate', text: 'Up to which version has the shipping service taken the stream of its order?' },
    { name: 'declined', text: 'Make a reservation whose card is declined. What is its reservation id?' },
    { name: 'undone', text: 'Which event of the customer service undid its CreditReserved?' },
  ],
  hints: [
    'The page Reserve makes both reservations at a click and leads to the page of the saga. Click an event there: nearly all that is asked for is in it.',
    'Every event names the id of what caused it (ce_causationid), its topic, its partition and its offset. What a service has taken of a foreign stream is one row of its table gates.',
    "The panel of PaymentProcessed names its cause: Caused by. The panel of ShipmentScheduled has the id of the shipment among its fields. For the gate: npm run connect in your copy prints how to open the database of shipping; select version from gates where stream = 'ORDER ID'. For the last one, look along the dashed line that leads from CreditReserved.",
  ],
  atFirst: { what: 'You have followed a saga to its delivery', saw: /^no answer yet$/ },
  wrongly: { what: 'You know the id of its shipment', saw: /is another id of this saga/ },
  solve,
  mistake: makeMistakes,
  verify,
}
