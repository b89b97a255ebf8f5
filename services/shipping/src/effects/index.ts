import type { EffectDefinition } from '@bistro/kit'
import type { Command } from '../shipment/commands.ts'
import type { BookingAnswer, BookingRequest, CancellationAnswer, ParcelRef, Ports } from './carrier.ts'

export { tracking } from './tracking.ts'

const aggregate = 'shipment'

export const booking: EffectDefinition<BookingRequest, BookingAnswer, Ports> = {
  name: 'booking',
  aggregate,
  call: (request, { carrier }) => carrier.book(request),
  command: (answer, { attempt }): Command => ({ type: 'AnswerBooking', attempt, answer }),
}

export const cancellation: EffectDefinition<ParcelRef, CancellationAnswer, Ports> = {
  name: 'cancellation',
  aggregate,
  call: (request, { carrier }) => carrier.cancel(request),
  command: (answer, { attempt }): Command => ({ type: 'AnswerCancellation', attempt, answer }),
}
