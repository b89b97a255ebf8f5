export interface Parcel {
  readonly shipmentId: string
  readonly attempt: number
  status: 'booked' | 'dispatched' | 'lost' | 'delivered' | 'cancelled' | 'refused'
  readonly willBeLost: boolean
  readonly trackingNumber: string
  /** The carrier was asked to stop it. */
  cancellationAsked: boolean
}

export interface CarrierNews {
  readonly eventId: string
  readonly shipmentId: string
  readonly attempt: number
  readonly trackingNumber: string
  readonly kind: 'dispatched' | 'lost' | 'delivered'
  readonly at: string
}

export interface ParcelRef {
  readonly shipmentId: string
  readonly attempt: number
}

/** The carrier: one parcel for each key. A parcel whose key was cancelled never leaves. */
export class SimulatedCarrier {
  readonly parcels = new Map<string, Parcel>()
  /** Called when a parcel is booked for the first time. */
  readonly #booked: (parcel: Parcel) => void

  constructor(booked: (parcel: Parcel) => void) {
    this.#booked = booked
  }

  book(key: string, request: ParcelRef & { readonly address: { readonly postcode: string } }): object {
    const known = this.parcels.get(key)
    if (known) return this.#bookingAnswer(known)
    const { postcode } = request.address
    const lost = postcode === '99999' || (postcode === '99998' && request.attempt === 1)
    const parcel = this.#add(key, request, postcode === '00000' ? 'refused' : 'booked', lost)
    if (parcel.status === 'booked') this.#booked(parcel)
    return this.#bookingAnswer(parcel)
  }

  cancel(request: ParcelRef): object {
    const key = keyOf(request)
    const parcel = this.parcels.get(key) ?? this.#add(key, request, 'cancelled', false)
    parcel.cancellationAsked = true
    if (parcel.status === 'booked') parcel.status = 'cancelled'
    return { status: parcel.status === 'cancelled' || parcel.status === 'refused' ? 'cancelled' : 'too_late' }
  }

  parcel(request: ParcelRef): object {
    const parcel = this.parcels.get(keyOf(request))
    return parcel ? { status: parcel.status, trackingNumber: parcel.trackingNumber } : { status: 'unknown' }
  }

  /** Dispatches a booked parcel, or delivers or loses a dispatched one. @returns undefined in any other state */
  advance(parcel: Parcel): CarrierNews['kind'] | undefined {
    if (parcel.status === 'booked') parcel.status = 'dispatched'
    else if (parcel.status === 'dispatched') parcel.status = parcel.willBeLost ? 'lost' : 'delivered'
    else return undefined
    return parcel.status
  }

  #add(key: string, { shipmentId, attempt }: ParcelRef, status: Parcel['status'], willBeLost: boolean): Parcel {
    const trackingNumber = `BC${this.parcels.size + 1}`
    const parcel = { shipmentId, attempt, status, willBeLost, trackingNumber, cancellationAsked: false }
    this.parcels.set(key, parcel)
    return parcel
  }

  #bookingAnswer({ status, trackingNumber }: Parcel): object {
    if (status === 'refused') return { status, reason: 'not_served' }
    return status === 'cancelled' ? { status } : { status: 'booked', trackingNumber }
  }
}

export const keyOf = ({ shipmentId, attempt }: ParcelRef): string => `${shipmentId}:${attempt}`
