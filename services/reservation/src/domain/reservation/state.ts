import type { ReservedKit } from '@bistro/events'

type Status = 'held' | 'confirmed' | 'cancelling' | 'expired' | 'cancelled' | 'rejected'

/** State of every reservation. */
interface Made {
  readonly reservationId: string
  readonly customerId: string
  readonly eveningId: string
  readonly seats: number
}

/** A reservation that once held seats, whatever its status. */
export interface Held extends Made {
  readonly status: Exclude<Status, 'rejected'>
  readonly kits: readonly ReservedKit[]
  readonly holdExpiresAt: string
  /** Once confirmed, its seats count as confirmed until they are freed, also while a cancellation is judged. */
  readonly wasConfirmed: boolean
  readonly reason?: string
  readonly lastCancellationRejected?: { readonly reason: string; readonly at: string }
}

export interface RejectedReservation extends Made {
  readonly status: 'rejected'
  readonly reason: string
}

export type Reservation = { readonly status: 'none' } | Held | RejectedReservation

export const NO_RESERVATION: Reservation = { status: 'none' }
