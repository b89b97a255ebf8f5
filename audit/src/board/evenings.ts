/** What becomes of the seats of a reservation, by its event. */
const STATUS = {
  ReservationHeld: 'held',
  Reservation_confirmed: 'confirmed',
  ReservationExpired: 'cancelled',
  ReservationCancelled: 'cancelled',
} as const
type Status = (typeof STATUS)[keyof typeof STATUS]

interface Opened {
  readonly eveningId: string
  readonly title: string
  readonly date: string
  readonly seats: number
}

/** An evening as its snapshot tells of it: everything that later events need to go on from there. */
export interface EveningSnapshot extends Opened {
  /** By reservation: the version of its last event that counts, what it made of the seats, and how many they are. */
  readonly reservations: Readonly<Record<string, readonly [version: number, status: Status, seats: number]>>
}

export interface BoardRow extends Opened, Readonly<Record<Status, number>> {}

export interface BoardEvent {
  readonly type: string
  readonly stream: string
  readonly version: number
  readonly data: object
}

/** Whether the board changes with events of this type: others are not decoded. */
export const isOnBoard = (type: string): boolean => type === 'EveningOpened' || Object.hasOwn(STATUS, type)

const unopened = (eveningId: string): EveningSnapshot => ({
  eveningId,
  title: '',
  date: '',
  seats: 0,
  reservations: {},
})

/**
 * Evenings, folded from events or loaded from snapshots or both. The highest version of each reservation counts, so an
 * event that a snapshot contains already changes nothing.
 */
export class Evenings {
  readonly #evenings = new Map<string, EveningSnapshot>()
  readonly #changed = new Set<string>()

  /** @param snapshot undefined: the evening is forgotten */
  load(eveningId: string, snapshot: EveningSnapshot | undefined): void {
    if (snapshot) this.#evenings.set(eveningId, snapshot)
    else this.#evenings.delete(eveningId)
  }

  apply({ type, stream, version, data }: BoardEvent): void {
    if (type === 'EveningOpened') return this.#open(data as Opened)
    const status = STATUS[type as keyof typeof STATUS]
    const { eveningId, seats } = data as Pick<Opened, 'eveningId' | 'seats'>
    const evening = this.#evenings.get(eveningId) ?? unopened(eveningId)
    const [before = 0] = evening.reservations[stream] ?? []
    if (status === undefined || before >= version) return
    this.#change({ ...evening, reservations: { ...evening.reservations, [stream]: [version, status, seats] } })
  }

  /** Those that events have changed. */
  get changed(): readonly EveningSnapshot[] {
    return [...this.#changed].flatMap((id) => this.#evenings.get(id) ?? [])
  }

  /** Evenings that are open, the earliest first. */
  get rows(): readonly BoardRow[] {
    return [...this.#evenings.values()]
      .filter(({ title }) => title !== '')
      .map(rowOf)
      .sort((one, other) => one.date.localeCompare(other.date) || one.eveningId.localeCompare(other.eveningId))
  }

  #open({ eveningId, title, date, seats }: Opened): void {
    const evening = this.#evenings.get(eveningId) ?? unopened(eveningId)
    if (evening.title === '') this.#change({ ...evening, title, date, seats })
  }

  #change(evening: EveningSnapshot): void {
    this.#evenings.set(evening.eveningId, evening)
    this.#changed.add(evening.eveningId)
  }
}

function rowOf({ reservations, ...opened }: EveningSnapshot): BoardRow {
  const row = { ...opened, held: 0, confirmed: 0, cancelled: 0 }
  for (const [, status, seats] of Object.values(reservations)) row[status] += seats
  return row
}
