import type { Lab } from '@bistro/workshop'
import { SLOW_MS, verify } from './verify.ts'

export const lab: Lab = {
  number: 6,
  title: 'Too late, paid anyway',
  minutes: 25,
  page: '/reserve',
  needs: 'stack',
  settings: { BISTRO_PSP_SLOW_MS: String(SLOW_MS) },
  hints: [
    'Open the saga of the guest whose hold has expired. Which event tells the payment service that the order is over, and in which status is the payment then? The code that answers this event is in services/payment/src/domain/payment.',
    'In decide.ts, `undo` treats a payment that is still `requested` as if nothing were charged. Nobody knows that yet. The provider has a call that settles it: after a void, either the card is never charged, or the answer says that it was. Look in pending.ts for the event that leads to this call, and then at what `voidAnswered` does with the three answers in provider.ts.',
    "In `undo`, the case 'requested' returns [{ type: 'PaymentVoidRequested', data: idsOf(payment) }]. `voidAnswered` takes command.answer too, and when its status is 'captured' it returns [refundRequested(payment)], for a payment that is voiding or failed. The other two answers stay as they are.",
  ],
  atFirst: {
    what: 'A charge without an answer is given back',
    saw: /51\.00 EUR taken, 0\.00 EUR given back; the payment is requested/,
  },
  wrongly: {
    what: 'A charge without an answer is given back',
    saw: /51\.00 EUR taken, 0\.00 EUR given back; the payment is failed/,
  },
  verify,
}
