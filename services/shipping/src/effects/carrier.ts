import Type, { type Static } from 'typebox'
import type * as shipment from '../domain/shipment/carrier.ts'

const is = <S extends string>(status: S) => Type.Object({ status: Type.Literal(status) })

export const BookingAnswer = Type.Union([is('booked'), is('refused'), is('cancelled')])

export const CancellationAnswer = Type.Union([is('cancelled'), is('too_late')])

/** Limited to what an event can hold; webhooks have the same limit. */
export const MAX_TRACKING_NUMBER_CHARACTERS = 255

const Underway = Type.Object({
  status: Type.Union([Type.Literal('dispatched'), Type.Literal('lost'), Type.Literal('delivered')]),
  trackingNumber: Type.String({ minLength: 1, maxLength: MAX_TRACKING_NUMBER_CHARACTERS }),
})

export const Parcel = Type.Union([is('unknown'), is('booked'), is('cancelled'), is('refused'), Underway])
export type Parcel = Static<typeof Parcel>

/** Calls throw without a response, and may be repeated: a parcel is booked once. CallRefused is a permanent refusal. */
export interface Carrier {
  book(request: shipment.BookingRequest): Promise<shipment.BookingAnswer>
  cancel(parcel: shipment.ParcelRef): Promise<shipment.CancellationAnswer>
  parcel(parcel: shipment.ParcelRef): Promise<Parcel>
}

export interface Ports {
  readonly carrier: Carrier
}
