import type { ReservedKit } from '@bistro/events'
import type { EveningRow } from '../views/evenings.ts'

export interface Reserve {
  readonly type: 'Reserve'
  readonly reservationId: string
  readonly customerId: string
  /** Whether the customer's registration has arrived here. */
  readonly customerKnown: boolean
  readonly eveningId: string
  /** Null if there is no such evening. */
  readonly evening: EveningRow | null
  readonly seats: number
  readonly kits: readonly ReservedKit[]
  readonly cardToken: string
  /** The request's time, RFC 3339. */
  readonly now: string
}

export interface Confirm {
  readonly type: 'Confirm'
  readonly orderId: string
}

export interface Expire {
  readonly type: 'Expire'
}

export interface RequestCancellation {
  readonly type: 'RequestCancellation'
}

export interface RejectCancellation {
  readonly type: 'RejectCancellation'
  readonly reason: string
}

export interface Cancel {
  readonly type: 'Cancel'
  readonly reason: string
}

export type ReservationCommand = Reserve | Confirm | Expire | RequestCancellation | RejectCancellation | Cancel
