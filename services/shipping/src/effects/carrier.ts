import Type, { type Static } from 'typebox'
import type * as shipment from '../domain/shipment/carrier.ts'

const is = <S extends string>(status: S) => Type.Object({ status: Type.Literal(status) })

export const BookingAnswer = Type.Union([is('booked'), is('refused'), is('cancelled')])

export const CancellationAnswer = Type.Union([is('cancelled'), is('too_late')])

/** As long as an event has room for it; webhooks bring no longer ones either. */
export const MAX_TRACKING_NUMBER_CHARACTERS = 255

const Underway = Type.Object({
  status: Type.Union([Type.Literal('dispatched'), Type.Literal('lost'), Type.Literal('delivered')]),
  trackingNumber: Type.String({ minLength: 1, maxLength: MAX_TRACKING_NUMBER_CHARACTERS }),
})

export const Parcel = Type.Union([is('unknown'), is('booked'), is('cancelled'), is('refused'), Underway])
export type Parcel = Static<typeof Parcel>

/** Every call throws unless it is answered, and may be repeated: the same parcel is booked once. A refusal for good is a CallRefused. */
export interface Carrier {
  book(request: shipment.BookingRequest): Promise<shipment.BookingAnswer>
  cancel(parcel: shipment.ParcelRef): Promise<shipment.CancellationAnswer>
  parcel(parcel: shipment.ParcelRef): Promise<Parcel>
}

export interface Ports {
  readonly carrier: Carrier
}
