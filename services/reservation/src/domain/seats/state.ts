/** How an evening's seats are used; free = seats − held − confirmed. */
export interface Seats {
  readonly seats: number
  readonly held: number
  readonly confirmed: number
}

export const NO_SEATS: Seats = { seats: 0, held: 0, confirmed: 0 }

export const freeOf = ({ seats, held, confirmed }: Seats): number => seats - held - confirmed
