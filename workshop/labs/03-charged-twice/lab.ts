import type { Lab } from '@bistro/workshop'
import { verify } from './verify.ts'

export const lab: Lab = {
  number: 3,
  title: 'Charged twice',
  minutes: 20,
  page: '/reserve',
  needs: 'stack',
  hints: [
    'A call whose answer is lost is made again. How does the card provider know that the second call means the same charge? Look at what the payment service sends with each call.',
    'The calls are in services/payment/src/effects/http-psp.ts. The provider does the work once for each `idempotency-key`. Today each call has a new key. What stays the same when the call is made again, even by another process, and what is different for a charge, a void and a refund?',
    'The id of the payment stays the same: it follows from the order. Hand a key to `post` in place of `randomUUID()`: the `paymentId` for a charge, the same with `:void` behind it for a void, and with `:refund` behind it for a refund.',
  ],
  atFirst: { what: 'No card is charged twice', saw: /^([2-9]|\d\d) charges/ },
  wrongly: { what: 'A process that dies after the answer charges nothing again', saw: /^([2-9]|\d\d) charges/ },
  verify,
}
