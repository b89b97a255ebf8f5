import { type Decision, ignore, reject } from '@bistro/kit'
import { freeOf, type Seats } from '../seats/index.ts'
import type { ReservationCommand } from './commands.ts'
import type { ReservationEvent } from './events.ts'
import { reserve } from './reserve.ts'
import type { Held, Reservation } from './state.ts'

type Decided = Decision<ReservationEvent>

export function decide(command: ReservationCommand, state: Reservation, seats: Seats): Decided {
  if (command.type === 'Reserve')
    return state.status === 'none' ? reserve(command, freeOf(seats)) : ignore('already-reserved')
  if (state.status === 'none')
    return command.type === 'RequestCancellation'
      ? reject('unknown-reservation', { detail: 'There is no such reservation.' })
      : ignore('no-reservation')
  if (state.status === 'rejected')
    return command.type === 'RequestCancellation' ? alreadyEnded(state.status) : ignore('nothing-held')
  return decideHeld(command, state)
}

function decideHeld(command: Exclude<ReservationCommand, { type: 'Reserve' }>, state: Held): Decided {
  const { reservationId, customerId, eveningId, seats, status } = state
  switch (command.type) {
    case 'Confirm': {
      const data = { reservationId, customerId, eveningId, seats, orderId: command.orderId }
      return status === 'held' ? [{ type: 'Reservation_confirmed', data }] : ignore('not-held')
    }
    case 'Expire': {
      const data = { reservationId, customerId, eveningId, seats }
      return status === 'held' ? [{ type: 'ReservationExpired', data }] : ignore('not-held')
    }
    case 'RequestCancellation':
      return requestCancellation(state)
    case 'RejectCancellation': {
      const data = { reservationId, reason: command.reason }
      return status === 'cancelling' ? [{ type: 'ReservationCancellationRejected', data }] : ignore('not-cancelling')
    }
    case 'Cancel': {
      if (hasEnded(status)) return ignore('seats-already-freed')
      const data = { reservationId, customerId, eveningId, seats, reason: command.reason }
      return [{ type: 'ReservationCancelled', data }]
    }
    default:
      return command satisfies never
  }
}

function requestCancellation({ status, reservationId, customerId }: Held): Decided {
  if (status === 'cancelling') return ignore('already-cancelling')
  if (hasEnded(status)) return alreadyEnded(status)
  return [{ type: 'ReservationCancellationRequested', data: { reservationId, customerId } }]
}

const alreadyEnded = (status: string): Decided =>
  reject('already-ended', { detail: `The reservation is already ${status}: there is nothing to cancel.` })

const hasEnded = (status: Held['status']): boolean => status === 'expired' || status === 'cancelled'
