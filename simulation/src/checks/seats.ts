import type { EventOf } from '@bistro/events'
import type { RecordedEvent } from '@bistro/kit'
import type { Report } from './books.ts'

interface Evening {
  readonly seats: number
  taken: number
  readonly holders: Set<string>
}

/** Invariant 2: never more seats taken than there are, and each seat freed once. */
export class Seats {
  readonly #evenings = new Map<string, Evening>()
  readonly #report: Report

  constructor(report: Report) {
    this.#report = report
  }

  record({ type, data, stream }: RecordedEvent): void {
    switch (type) {
      case 'EveningOpened': {
        const { seats } = data as EventOf<'EveningOpened'>['data']
        this.#evenings.set(stream, { seats, taken: 0, holders: new Set() })
        return
      }
      case 'ReservationHeld':
        return this.#take(stream, data as Taken)
      case 'ReservationExpired':
      case 'ReservationCancelled':
        return this.#free(stream, data as Taken)
    }
  }

  #take(reservationId: string, { eveningId, seats }: Taken): void {
    const evening = this.#evenings.get(eveningId)!
    evening.taken += seats
    evening.holders.add(reservationId)
    if (evening.taken > evening.seats)
      this.#report(2, `the evening is oversold: ${evening.taken} of ${evening.seats} seats are taken`, reservationId)
  }

  #free(reservationId: string, { eveningId, seats }: Taken): void {
    const evening = this.#evenings.get(eveningId)!
    evening.taken -= seats
    if (!evening.holders.delete(reservationId)) this.#report(2, 'seats are freed twice', reservationId)
  }
}

type Taken = EventOf<'ReservationCancelled'>['data']
