import { describe, expect, it } from 'vitest'
import {
  cancelled,
  confirmed,
  eur,
  evening,
  expired,
  held,
  NOW,
  refused,
  rejected,
  requested,
  reserve,
} from '../../../test/saga.ts'
import type { Seats } from '../seats/index.ts'
import { type Reservation, type ReservationCommand, type ReservationEvent, reservation } from './index.ts'
import { NO_RESERVATION } from './state.ts'

const SIX_FREE: Seats = { seats: 6, held: 0, confirmed: 0 }
const stateAfter = (history: readonly ReservationEvent[]): Reservation =>
  history.reduce<Reservation>((state, event) => reservation.evolve(state, event, NOW), NO_RESERVATION)
const given =
  (...history: ReservationEvent[]) =>
  (command: ReservationCommand, seats = SIX_FREE) =>
    reservation.decide(command, stateAfter(history), seats)

const confirm: ReservationCommand = { type: 'Confirm', orderId: 'o1' }
const expire: ReservationCommand = { type: 'Expire' }
const request: ReservationCommand = { type: 'RequestCancellation' }
const refuse: ReservationCommand = { type: 'RejectCancellation', reason: 'dispatched' }
const cancel: ReservationCommand = { type: 'Cancel', reason: 'guest_cancelled' }

const HELD = [held]
const CONFIRMED = [held, confirmed]
const CANCELLING = [held, confirmed, requested]
const STILL_HELD_CANCELLING = [held, requested]
const EXPIRED = [held, expired]
const CANCELLED = [held, cancelled]
const REJECTED = [rejected]

describe('reserving', () => {
  it('holds the seats until holdSeconds have passed', () => expect(given()(reserve)).toEqual([held]))

  it('takes the last seats', () => expect(given()(reserve, { seats: 6, held: 3, confirmed: 1 })).toEqual([held]))

  it('is rejected when too few seats are free', () =>
    expect(given()(reserve, { seats: 6, held: 3, confirmed: 2 })).toEqual([rejected]))

  it.each([
    ['unknown-customer', { customerKnown: false, evening: null, kits: [{ sku: 'x', quantity: 1 }] }],
    ['unknown-evening', { evening: null, kits: [{ sku: 'x', quantity: 1 }] }],
    ['unknown-kit', { kits: [{ sku: 'x', quantity: 1 }], seats: 7 }],
    ['total-too-large', { evening: { ...evening, pricePerSeat: eur(500_000_000_000) }, seats: 7 }],
  ])('judges in order: %s', (rejected, changes) =>
    expect(given()({ ...reserve, ...changes })).toMatchObject({ rejected }),
  )

  it('names the kits that the evening lacks', () =>
    expect(given()({ ...reserve, kits: [...reserve.kits, { sku: 'x', quantity: 1 }] })).toMatchObject({
      rejected: 'unknown-kit',
      details: { skus: ['x'] },
    }))

  it('counts kits in the total', () => {
    const kits = [{ sku: 'truffle', name: 'Truffle kit', price: eur(499_999_996_000) }]
    expect(given()({ ...reserve, evening: { ...evening, kits } })).toEqual([held])
    expect(given()({ ...reserve, evening: { ...evening, kits, pricePerSeat: eur(4001) } })).toMatchObject({
      rejected: 'total-too-large',
    })
  })

  it.each([[HELD], [REJECTED], [CANCELLED]])('happens once', (history) =>
    expect(given(...history)(reserve)).toEqual({ ignored: 'already-reserved' }),
  )
})

describe('a paid deposit', () => {
  it('confirms a held reservation', () => expect(given(...HELD)(confirm)).toEqual([confirmed]))

  it.each([
    ['no-reservation', []],
    ['nothing-held', REJECTED],
    ['not-held', CONFIRMED],
    ['not-held', STILL_HELD_CANCELLING],
    ['not-held', EXPIRED],
    ['not-held', CANCELLED],
  ])('changes nothing otherwise: %s', (ignored, history) => expect(given(...history)(confirm)).toEqual({ ignored }))
})

describe('the hold timer', () => {
  it('ends a hold', () => expect(given(...HELD)(expire)).toEqual([expired]))

  it.each([
    ['no-reservation', []],
    ['nothing-held', REJECTED],
    ['not-held', CONFIRMED],
    ['not-held', STILL_HELD_CANCELLING],
    ['not-held', EXPIRED],
    ['not-held', CANCELLED],
  ])('changes nothing otherwise: %s', (ignored, history) => expect(given(...history)(expire)).toEqual({ ignored }))
})

describe('a guest who cancels', () => {
  it.each([[HELD], [CONFIRMED], [[...CANCELLING, refused]]])('is heard', (history) =>
    expect(given(...history)(request)).toEqual([requested]),
  )

  it.each([[CANCELLING], [STILL_HELD_CANCELLING]])('is heard once', (history) =>
    expect(given(...history)(request)).toEqual({ ignored: 'already-cancelling' }),
  )

  it.each([
    ['expired', EXPIRED],
    ['cancelled', CANCELLED],
    ['rejected', REJECTED],
  ])('comes too late: %s', (status, history) =>
    expect(given(...history)(request)).toMatchObject({
      rejected: 'already-ended',
      details: { detail: expect.stringContaining(status) },
    }),
  )

  it('needs a reservation', () => expect(given()(request)).toMatchObject({ rejected: 'unknown-reservation' }))
})

describe('a cancelled order', () => {
  it.each([[HELD], [CONFIRMED], [CANCELLING], [STILL_HELD_CANCELLING]])('cancels the reservation', (history) =>
    expect(given(...history)(cancel)).toEqual([cancelled]),
  )

  it.each([
    ['no-reservation', []],
    ['nothing-held', REJECTED],
    ['seats-already-freed', EXPIRED],
    ['seats-already-freed', CANCELLED],
  ])('frees seats once: %s', (ignored, history) => expect(given(...history)(cancel)).toEqual({ ignored }))
})

describe('a cancellation that the order rejects', () => {
  it('leaves the reservation confirmed', () => expect(given(...CANCELLING)(refuse)).toEqual([refused]))

  it.each([
    ['no-reservation', []],
    ['nothing-held', REJECTED],
    ['not-cancelling', HELD],
    ['not-cancelling', CONFIRMED],
    ['not-cancelling', EXPIRED],
    ['not-cancelling', CANCELLED],
  ])('changes nothing otherwise: %s', (ignored, history) => expect(given(...history)(refuse)).toEqual({ ignored }))
})
