import type { Address } from '@bistro/events'
import { effectNamed } from '@bistro/kit'

/** Identifies a parcel: the carrier's key for booking and cancelling it. */
export interface ParcelRef {
  readonly shipmentId: string
  readonly attempt: number
}

export interface BookingRequest extends ParcelRef {
  readonly address: Address
  /** YYYY-MM-DD. */
  readonly deliverBy: string
}

export interface TrackingRequest extends ParcelRef {
  /** Whether the parcel is known to have left. */
  readonly dispatched: boolean
  /** Address for a replacement if this parcel is lost. */
  readonly address: Address
}

export interface BookingAnswer {
  readonly status: 'booked' | 'refused' | 'cancelled'
}

export interface CancellationAnswer {
  readonly status: 'cancelled' | 'too_late'
}

/** The parcel has left, and perhaps more. */
export interface Underway {
  readonly status: 'dispatched' | 'lost' | 'delivered'
  readonly trackingNumber: string
}

/** The calls to the carrier. */
export const booking = effectNamed<BookingRequest, BookingAnswer>('booking')
export const cancellation = effectNamed<ParcelRef, CancellationAnswer>('cancellation')
export const tracking = effectNamed<TrackingRequest, Underway>('tracking')
