import type { Fact, Facts, Invariant, Saga, Violation } from '../facts.ts'
import { has, lastOf } from '../saga.ts'

interface Used {
  held: number
  confirmed: number
}

/** An evening never has more seats taken than it has, and its count is what its reservations add up to. */
export const seats: Invariant = {
  number: 2,
  name: 'seats: held + confirmed within the evening',
  check: (facts) => {
    const expected = usedByReservations(facts)
    return [...facts.seats].flatMap(([eveningId, events]) => checkEvening(eveningId, events, expected.get(eveningId)))
  },
}

function checkEvening(eveningId: string, events: readonly Fact[], reserved: Used = { held: 0, confirmed: 0 }) {
  const violations: Violation[] = []
  const blame = (what: string, ids = {}) =>
    violations.push({ invariant: seats.number, what, ids: { eveningId, ...ids } })
  const used: Used = { held: 0, confirmed: 0 }
  let all = 0
  for (const { type, data, version } of events) {
    if (type === 'SeatsOpened') all = data.seats ?? 0
    else move(used, type, data)
    if (used.held + used.confirmed > all || used.held < 0 || used.confirmed < 0)
      blame(`${used.held} held + ${used.confirmed} confirmed of ${all} seats`, {
        version: String(version),
        reservationId: data.reservationId ?? '',
      })
  }
  if (used.held !== reserved.held || used.confirmed !== reserved.confirmed)
    blame(
      `the evening counts ${used.held} held and ${used.confirmed} confirmed, its reservations ${reserved.held} and ${reserved.confirmed}`,
    )
  return violations
}

function move(used: Used, type: string, { seats: count = 0, wasConfirmed }: Fact['data']): void {
  if (type === 'SeatsTaken') used.held += count
  if (type === 'SeatsConfirmed') {
    used.held -= count
    used.confirmed += count
  }
  if (type === 'SeatsFreed') used[wasConfirmed ? 'confirmed' : 'held'] -= count
}

/** A reservation that is being cancelled counts as what it was before. */
function usedByReservations({ sagas }: Facts): Map<string, Used> {
  const byEvening = new Map<string, Used>()
  for (const saga of sagas.values()) {
    const taken = takenBy(saga)
    if (!taken) continue
    const used = byEvening.get(taken.eveningId) ?? { held: 0, confirmed: 0 }
    used[has(saga, 'Reservation_confirmed') ? 'confirmed' : 'held'] += taken.seats
    byEvening.set(taken.eveningId, used)
  }
  return byEvening
}

const FREE: readonly string[] = ['ReservationRejected', 'ReservationExpired', 'ReservationCancelled']

function takenBy(saga: Saga): { eveningId: string; seats: number } | undefined {
  const last = lastOf(saga, 'reservation')
  const held = saga.facts.find(({ type }) => type === 'ReservationHeld')?.data
  if (!held || !last || FREE.includes(last.type)) return undefined
  return { eveningId: held.eveningId ?? '', seats: held.seats ?? 0 }
}
