import type { EffectDefinition } from '@bistro/kit'
import type { Command } from '../shipment/commands.ts'
import type { BookingAnswer, BookingRequest, CancellationAnswer, ParcelRef, Ports } from './carrier.ts'

export { tracking } from './tracking.ts'

const aggregate = 'shipment'
const calls = 'the carrier'

export const booking: EffectDefinition<BookingRequest, BookingAnswer, Ports> = {
  name: 'booking',
  aggregate,
  calls,
  call: (request, { carrier }) => carrier.book(request),
  command: (answer, { attempt }): Command => ({ type: 'AnswerBooking', attempt, answer }),
  refused: (_, { attempt }): Command => ({ type: 'RefuseBooking', attempt }),
}

/** Never given up: only its answer tells whether the parcel has left. */
export const cancellation: EffectDefinition<ParcelRef, CancellationAnswer, Ports> = {
  name: 'cancellation',
  aggregate,
  calls,
  call: (request, { carrier }) => carrier.cancel(request),
  command: (answer, { attempt }): Command => ({ type: 'AnswerCancellation', attempt, answer }),
}
