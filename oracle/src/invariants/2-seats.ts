import { eveningOf } from '../fact-book.ts'
import type { Fact, Fold, Invariant, Violation } from '../facts.ts'

type Use = 'held' | 'confirmed'

/** The seats of an evening, counted twice: by the evening's own stream and by its reservations. */
interface Evening {
  seats: number
  readonly counted: Record<Use, number>
  /** By reservation. A reservation that is being cancelled keeps its former use. */
  readonly holders: Map<string, { readonly seats: number; readonly use: Use }>
}

const NUMBER = 2

/** The taken seats of an evening never exceed its seats, and its count equals the sum of its reservations. */
export const seats: Invariant = {
  number: NUMBER,
  name: 'seats: held + confirmed within the evening',
  check: ({ evenings }) => [...evenings].flatMap(([eveningId, facts]) => checkEvening(eveningId, facts)),
  folds: { subjectOf: eveningOf, begin: () => follow(beginEvening()) },
}

const beginEvening = (): Evening => ({ seats: 0, counted: { held: 0, confirmed: 0 }, holders: new Map() })

const follow =
  (evening: Evening): Fold =>
  (fact) =>
    take(evening, fact).map((what) => violationAt(fact, what))

function checkEvening(eveningId: string, facts: readonly Fact[]): Violation[] {
  const evening = beginEvening()
  const violations = facts.flatMap(follow(evening))
  const { counted } = evening
  const [held, confirmed] = [takenBy(evening, 'held'), takenBy(evening, 'confirmed')]
  if (counted.held === held && counted.confirmed === confirmed) return violations
  const what = `the evening counts ${counted.held} held and ${counted.confirmed} confirmed seats, but its reservations add up to ${held} and ${confirmed}`
  return [...violations, { invariant: NUMBER, what, ids: { eveningId } }]
}

/** Applies one event, and checks what the event changes. */
function take(evening: Evening, { type, data, stream }: Fact): string[] {
  const { seats: count = 0, wasConfirmed = false } = data
  const { counted, holders } = evening
  switch (type) {
    case 'EveningOpened':
    case 'SeatsOpened':
      evening.seats = count
      return []
    case 'SeatsTaken':
      counted.held += count
      return countFaults(evening)
    case 'SeatsConfirmed':
      counted.held -= count
      counted.confirmed += count
      return countFaults(evening)
    case 'SeatsFreed':
      counted[wasConfirmed ? 'confirmed' : 'held'] -= count
      return countFaults(evening)
    case 'ReservationHeld':
      holders.set(stream, { seats: count, use: 'held' })
      return holderFaults(evening)
    case 'Reservation_confirmed':
      holders.set(stream, { seats: count, use: 'confirmed' })
      return []
    case 'ReservationExpired':
    case 'ReservationCancelled':
      return holders.delete(stream) ? [] : ['seats are freed twice']
    default:
      return []
  }
}

function countFaults({ seats: all, counted: { held, confirmed } }: Evening): string[] {
  const isRight = held >= 0 && confirmed >= 0 && held + confirmed <= all
  return isRight ? [] : [`the evening counts ${held} held + ${confirmed} confirmed of ${all} seats`]
}

function holderFaults(evening: Evening): string[] {
  const taken = takenBy(evening, 'held') + takenBy(evening, 'confirmed')
  return taken <= evening.seats ? [] : [`the evening is oversold: ${taken} of ${evening.seats} seats are taken`]
}

function takenBy({ holders }: Evening, use: Use): number {
  let taken = 0
  for (const holder of holders.values()) if (holder.use === use) taken += holder.seats
  return taken
}

function violationAt({ version, data: { eveningId = '', reservationId } }: Fact, what: string): Violation {
  const ids = { ...(reservationId && { reservationId }), eveningId, version: String(version) }
  return { invariant: NUMBER, what, ids }
}
