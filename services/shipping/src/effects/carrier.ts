import type { Address } from '@bistro/events'
import Type, { type Static } from 'typebox'

/** One parcel: the carrier's key for booking and cancelling it. */
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
  /** Is it known already that the parcel has left? */
  readonly dispatched: boolean
  /** Where another parcel goes should this one be lost. */
  readonly address: Address
}

const is = <S extends string>(status: S) => Type.Object({ status: Type.Literal(status) })

export const BookingAnswer = Type.Union([is('booked'), is('refused'), is('cancelled')])
export type BookingAnswer = Static<typeof BookingAnswer>

export const CancellationAnswer = Type.Union([is('cancelled'), is('too_late')])
export type CancellationAnswer = Static<typeof CancellationAnswer>

/** As long as an event has room for it; webhooks bring no longer ones either. */
export const MAX_TRACKING_NUMBER_CHARACTERS = 255

/** The parcel has left, and perhaps more. */
export const Underway = Type.Object({
  status: Type.Union([Type.Literal('dispatched'), Type.Literal('lost'), Type.Literal('delivered')]),
  trackingNumber: Type.String({ minLength: 1, maxLength: MAX_TRACKING_NUMBER_CHARACTERS }),
})
export type Underway = Static<typeof Underway>

export const Parcel = Type.Union([is('unknown'), is('booked'), is('cancelled'), is('refused'), Underway])
export type Parcel = Static<typeof Parcel>

/** Every call throws unless it is answered, and may be repeated: the same parcel is booked once. A refusal for good is a CallRefused. */
export interface Carrier {
  book(request: BookingRequest): Promise<BookingAnswer>
  cancel(parcel: ParcelRef): Promise<CancellationAnswer>
  parcel(parcel: ParcelRef): Promise<Parcel>
}

export interface Ports {
  readonly carrier: Carrier
}
