import type { Lab } from '@bistro/workshop'
import { ONLY_TOLD, VERSION, verify } from './verify.ts'

export const lab: Lab = {
  number: 9,
  title: 'One more field',
  minutes: 30,
  page: '/sagas',
  needs: 'stack',
  // So late that the verification speaks for the carrier before the carrier does.
  settings: { BISTRO_CARRIER_DISPATCH_MS: '8000' },
  hints: [
    'Another event has had the same done to it: `ShipmentDelivered` says when since its version 2. Compare the two versions of its schema, and see where the service fills the field.',
    'The schema is `libs/events/schemas/shipping/ShipmentDispatched/v2.avsc`; only a field with a default lets old and new programs read each other. The field is filled in `services/shipping/src/domain/shipment/report.ts`. Look closely at when `dispatched` is called there: does the carrier always say when the parcel left?',
    'In `v2.avsc`, a copy of `v1.avsc`, add `{ "name": "dispatchedAt", "type": ["null", "string"], "default": null, "doc": "When it left, RFC 3339; null where the carrier did not say." }` as the last field. In `report.ts`, let `dispatched` take `kind` and `at` of the news as well, and add `...(kind === \'dispatched\' && at !== undefined && { dispatchedAt: at })` to its data: news of a delivery or a loss says nothing of when the parcel left. Then type `npm run generate`.',
  ],
  atFirst: { what: VERSION, saw: /no version 2/ },
  wrongly: { what: ONLY_TOLD, saw: /dispatchedAt: \d/ },
  generates: true,
  verify,
}
