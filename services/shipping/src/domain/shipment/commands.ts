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

/** What the carrier tells of a parcel, with the address that another parcel would go to. */
export interface ReportParcel {
  readonly type: 'ReportParcel'
  readonly attempt: number
  readonly kind: Kind
  readonly trackingNumber: string
  readonly address: Address
  /** When it happened, RFC 3339, where the carrier told so by itself. */
  readonly at?: string
}

export type Command =
  | ScheduleShipment
  | ReportParcel
  | { readonly type: 'AnswerBooking'; readonly attempt: number; readonly answer: BookingAnswer }
  /** The carrier will never take this parcel. */
  | { readonly type: 'RefuseBooking'; readonly attempt: number }
  | { readonly type: 'RequestCancellation' }
  | { readonly type: 'AnswerCancellation'; readonly attempt: number; readonly answer: CancellationAnswer }
