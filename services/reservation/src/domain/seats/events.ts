interface SeatsOpened {
  readonly eveningId: string
  readonly seats: number
}

interface SeatsTaken {
  readonly eveningId: string
  readonly reservationId: string
  readonly seats: number
}

/** Held seats become confirmed ones. */
interface SeatsConfirmed {
  readonly eveningId: string
  readonly reservationId: string
  readonly seats: number
}

interface SeatsFreed {
  readonly eveningId: string
  readonly reservationId: string
  readonly seats: number
  readonly wasConfirmed: boolean
}

/** Never leave this service. */
export type SeatsEvent =
  | { readonly type: 'SeatsOpened'; readonly data: SeatsOpened }
  | { readonly type: 'SeatsTaken'; readonly data: SeatsTaken }
  | { readonly type: 'SeatsConfirmed'; readonly data: SeatsConfirmed }
  | { readonly type: 'SeatsFreed'; readonly data: SeatsFreed }
