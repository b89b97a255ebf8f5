import { define } from '@bistro/kit'
import * as carrier from '../domain/shipment/carrier.ts'
import { shipment } from '../domain/shipment/index.ts'
import type { Ports } from './carrier.ts'

export { tracking } from './tracking.ts'

const calls = 'the carrier'

export const booking = define(shipment).effect(carrier.booking, {
  calls,
  call: (request, { carrier }: Ports) => carrier.book(request),
  command: (answer, { attempt }) => ({ type: 'AnswerBooking', attempt, answer }),
  refused: (_, { attempt }) => ({ type: 'RefuseBooking', attempt }),
})

/** Retried until answered: only the answer tells whether the parcel has left. */
export const cancellation = define(shipment).effect(carrier.cancellation, {
  calls,
  call: (request, { carrier }: Ports) => carrier.cancel(request),
  command: (answer, { attempt }) => ({ type: 'AnswerCancellation', attempt, answer }),
})
