import type { Address } from '@bistro/events'
import type { BookingAnswer, CancellationAnswer } from './carrier.ts'

export interface ScheduleShipment {
  readonly type: 'ScheduleShipment'
  readonly orderId: string
  readonly reservationId: string
  /** YYYY-MM-DD. */
  readonly eveningDate: string
  readonly address: Address
}

export type Kind = 'dispatched' | 'lost' | 'delivered'

/** A carrier's report on a parcel, with the address for a replacement. */
export interface ReportParcel {
  readonly type: 'ReportParcel'
  readonly attempt: number
  readonly kind: Kind
  readonly trackingNumber: string
  readonly address: Address
  /** When it happened, RFC 3339, if reported by webhook. */
  readonly at?: string
}

export type Command =
  | ScheduleShipment
  | ReportParcel
  | { readonly type: 'AnswerBooking'; readonly attempt: number; readonly answer: BookingAnswer }
  /** The carrier permanently refuses the parcel. */
  | { readonly type: 'RefuseBooking'; readonly attempt: number }
  | { readonly type: 'RequestCancellation' }
  | { readonly type: 'AnswerCancellation'; readonly attempt: number; readonly answer: CancellationAnswer }
