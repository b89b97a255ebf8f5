import type { Kit } from './scenarios.ts'

/** As the reservation service lists it. */
export interface Evening {
  readonly eveningId: string
  readonly title: string
  readonly date: string
  readonly seats: number
  readonly free: number
  readonly kits: readonly Kit[]
}
