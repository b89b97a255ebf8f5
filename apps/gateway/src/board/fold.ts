import type { Board } from '../contract/index.ts'

type Evening = Board['items'][number]

/** Whether a reservation takes seats, by its last event that says so. A cancelling one counts as what it was before. */
const STATUS = {
  ReservationHeld: 'held',
  Reservation_confirmed: 'confirmed',
  ReservationExpired: 'cancelled',
  ReservationCancelled: 'cancelled',
} as const
type Status = (typeof STATUS)[keyof typeof STATUS]

interface Taken {
  readonly version: number
  readonly status: Status
  readonly eveningId: string
  readonly seats: number
}

export interface BoardEvent {
  readonly type: string
  readonly streamId: string
  readonly version: number
  readonly data: object
}

/** Whether the board changes with events of this type: others are not decoded. */
export const isOnBoard = (type: string): boolean => type === 'EveningOpened' || Object.hasOwn(STATUS, type)

/**
 * Seats by evening. A topic may repeat and reorder its records, and no gate stands before this view: of each reservation
 * the highest version counts, so that every order of the same events leads to the same board.
 */
export class Seats {
  readonly #evenings = new Map<string, Evening>()
  readonly #taken = new Map<string, Taken>()

  apply({ type, streamId, version, data }: BoardEvent): void {
    if (type === 'EveningOpened') return this.#open(data as Pick<Evening, 'eveningId' | 'title' | 'date' | 'seats'>)
    const status = STATUS[type as keyof typeof STATUS]
    const before = this.#taken.get(streamId)
    if (status === undefined || (before && before.version >= version)) return
    const { eveningId, seats } = data as Pick<Taken, 'eveningId' | 'seats'>
    if (before) this.#add(before, -before.seats)
    const taken = { version, status, eveningId, seats }
    this.#taken.set(streamId, taken)
    this.#add(taken, seats)
  }

  /** Evenings that are open, the earliest first. */
  get items(): readonly Evening[] {
    const open = [...this.#evenings.values()].filter(({ title }) => title !== '')
    return open.sort((one, other) => one.date.localeCompare(other.date) || one.eveningId.localeCompare(other.eveningId))
  }

  #open({ eveningId, title, date, seats }: Pick<Evening, 'eveningId' | 'title' | 'date' | 'seats'>): void {
    this.#evenings.set(eveningId, { ...this.#evening(eveningId), title, date, seats })
  }

  #add({ eveningId, status }: Taken, seats: number): void {
    const evening = this.#evening(eveningId)
    this.#evenings.set(eveningId, { ...evening, [status]: evening[status] + seats })
  }

  /** Its reservations may come first: EveningOpened is in another partition. */
  #evening(eveningId: string): Evening {
    return (
      this.#evenings.get(eveningId) ?? { eveningId, title: '', date: '', seats: 0, held: 0, confirmed: 0, cancelled: 0 }
    )
  }
}
