import type { Lab } from '@bistro/workshop'
import { KEPT, verify } from './verify.ts'

export const lab: Lab = {
  number: 11,
  title: 'Who needs what',
  minutes: 20,
  page: '/sagas',
  needs: 'code',
  hints: [
    'Compare two things: the fields that the policies of shipping read of `OrderConfirmed`, and the fields that shipping says it reads. The tests of the policies pass whole events; the contract tests pass what the service is really given.',
    'A service is given the fields that it declares in `services/shipping/src/domain/consumes.ts`, and no others. The type of the policies should follow from that file (`Consumed<…>`), then the compiler finds what is missing. What other teams test against is `libs/events/consumers/shipping.json`, which `npm run generate` writes.',
    "In `services/shipping/src/domain/consumes.ts`, let `OrderConfirmed` be `['orderId', 'reservationId', 'customerId', 'eveningDate']`. In `policies.ts`, make the type `Policies<Consumed<'OrderConfirmed' | 'OrderCancellationRequested'>, Command>`. Then type `npm run generate`.",
  ],
  atFirst: { what: KEPT, saw: /given OrderConfirmed v1 > it does what it should/ },
  wrongly: { what: KEPT, saw: /it reads the fields that it declares, all of them/ },
  verify,
}
