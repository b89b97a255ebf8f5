import { clear, timer } from '@bistro/kit'
import { expect, it } from 'vitest'
import { cancelled, confirmed, expired, held, heldData, refused, rejected, requested } from '../../../test/saga.ts'
import { type SeatsEvent, seats } from '../seats/index.ts'
import { hold, type Reservation, type ReservationEvent, reservation } from './index.ts'
import { HOLD } from './pending.ts'
import { NO_RESERVATION } from './state.ts'

const REJECTED_AT = '2027-03-02T08:00:00.000Z'
const OPENED = seats.evolve(
  seats.initialState,
  { type: 'SeatsOpened', data: { eveningId: 'e1', seats: 6 } },
  REJECTED_AT,
)

/** State and seats after a history, as the runtime folds them. */
function after(...history: ReservationEvent[]) {
  let state: Reservation = NO_RESERVATION
  let left = OPENED
  for (const event of history) {
    for (const following of reservation.companion!.follows(event, state))
      left = seats.evolve(left, following as SeatsEvent, REJECTED_AT)
    state = reservation.evolve(state, event, REJECTED_AT)
  }
  return { state, seats: left }
}

it('is held with its seats, without the card token', () => {
  const { cardToken: _, ...data } = heldData
  expect(after(held)).toEqual({
    state: { ...data, status: 'held', wasConfirmed: false },
    seats: { seats: 6, held: 2, confirmed: 0 },
  })
})

it('is rejected and takes no seats', () =>
  expect(after(rejected)).toMatchObject({ state: { status: 'rejected', reason: 'evening_full' }, seats: OPENED }))

it('is confirmed with its seats', () =>
  expect(after(held, confirmed)).toMatchObject({ state: { status: 'confirmed' }, seats: { held: 0, confirmed: 2 } }))

it('expires and frees held seats', () =>
  expect(after(held, expired)).toMatchObject({ state: { status: 'expired' }, seats: OPENED }))

it('counts as what it was while a cancellation is judged', () => {
  expect(after(held, requested)).toMatchObject({ state: { status: 'cancelling' }, seats: { held: 2, confirmed: 0 } })
  expect(after(held, confirmed, requested)).toMatchObject({
    state: { status: 'cancelling' },
    seats: { held: 0, confirmed: 2 },
  })
})

it('is confirmed again when a cancellation was rejected, and says when and why', () =>
  expect(after(held, confirmed, requested, refused)).toMatchObject({
    state: { status: 'confirmed', lastCancellationRejected: { reason: 'dispatched', at: REJECTED_AT } },
    seats: { held: 0, confirmed: 2 },
  }))

it.each([[[held]], [[held, requested]], [[held, confirmed]], [[held, confirmed, requested]]])(
  'is cancelled with the reason of its order and frees its seats',
  (history) =>
    expect(after(...history, cancelled)).toMatchObject({
      state: { status: 'cancelled', reason: 'guest_cancelled' },
      seats: OPENED,
    }),
)

it('is not made by what follows a reservation', () => {
  expect(after(confirmed).state).toBe(NO_RESERVATION)
  expect(after(rejected, confirmed).state).toMatchObject({ status: 'rejected' })
})

it('owes the end of the hold until it is confirmed or cancelled', () => {
  const pendingAfter = (event: ReservationEvent) =>
    reservation.pendingAfter?.(event, NO_RESERVATION, { type: 'Expire' })
  expect(pendingAfter(held)).toEqual([timer(HOLD, { at: heldData.holdExpiresAt })])
  expect(pendingAfter(confirmed)).toEqual([clear(HOLD)])
  expect(pendingAfter(cancelled)).toEqual([clear(HOLD)])
  for (const event of [rejected, expired, requested, refused]) expect(pendingAfter(event)).toEqual([])
  expect(hold.command('r1')).toEqual({ type: 'Expire' })
})
