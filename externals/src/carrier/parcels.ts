import { createHash } from 'node:crypto'

export interface ParcelId {
  readonly shipmentId: string
  readonly attempt: number
}

type ParcelStatus = 'booked' | 'dispatched' | 'lost' | 'delivered' | 'cancelled' | 'refused'

/** What the carrier reports by webhook; `at` is RFC 3339 UTC. */
export interface CarrierEvent extends ParcelId {
  readonly eventId: string
  readonly trackingNumber: string
  readonly kind: 'dispatched' | 'lost' | 'delivered'
  readonly at: string
}

export interface Parcel extends ParcelId {
  readonly status: ParcelStatus
  readonly trackingNumber?: string
  readonly willBeLost: boolean
  /** When its next step is due, in milliseconds since 1970; absent when nothing more happens to it. */
  readonly dueAt?: number
  /** Events that the receiver has not acknowledged. */
  readonly unsent: readonly CarrierEvent[]
}

interface Booking extends ParcelId {
  readonly postcode: string
  readonly dispatchAt: number
}

interface Step {
  readonly eventId: string
  readonly now: number
  readonly deliverMs: number
}

const NOT_SERVED = '00000'
const FIRST_IS_LOST = '99998'
const ALL_ARE_LOST = '99999'

export const parcelKey = ({ shipmentId, attempt }: ParcelId): string => `${shipmentId}:${attempt}`

/** A booking that has not been seen before. */
export function book({ shipmentId, attempt, postcode, dispatchAt }: Booking): Parcel {
  const id = { shipmentId, attempt }
  if (postcode === NOT_SERVED) return { ...id, status: 'refused', willBeLost: false, unsent: [] }
  const willBeLost = postcode === ALL_ARE_LOST || (postcode === FIRST_IS_LOST && attempt === 1)
  const trackingNumber = trackingNumberOf(id)
  return { ...id, status: 'booked', trackingNumber, willBeLost, dueAt: dispatchAt, unsent: [] }
}

/** Cancels a parcel that has not left, even before its booking; others are unchanged. */
export function cancel(known: Parcel | undefined, { shipmentId, attempt }: ParcelId): Parcel {
  if (!known) return { shipmentId, attempt, status: 'cancelled', willBeLost: false, unsent: [] }
  if (known.status !== 'booked') return known
  const { dueAt: _, ...rest } = known
  return { ...rest, status: 'cancelled' }
}

/** A cancelled or refused parcel never leaves; any other has left by now. */
export const cancelAnswer = ({ status }: Parcel): 'cancelled' | 'too_late' =>
  status === 'cancelled' || status === 'refused' ? 'cancelled' : 'too_late'

/** Takes the due step: a booked parcel leaves, a dispatched one arrives or is lost. */
export function advance(parcel: Parcel, step: Step): Parcel {
  const { dueAt: _, ...rest } = parcel
  switch (parcel.status) {
    case 'booked':
      return report({ ...rest, dueAt: step.now + step.deliverMs }, 'dispatched', step)
    case 'dispatched':
      return report(rest, parcel.willBeLost ? 'lost' : 'delivered', step)
    case 'lost':
    case 'delivered':
    case 'cancelled':
    case 'refused':
      return parcel
  }
}

/** Removes an acknowledged event. */
export const acknowledge = (parcel: Parcel, eventId: string): Parcel => ({
  ...parcel,
  unsent: parcel.unsent.filter((event) => event.eventId !== eventId),
})

function report(parcel: Parcel, kind: CarrierEvent['kind'], { eventId, now }: Step): Parcel {
  const { shipmentId, attempt, trackingNumber = trackingNumberOf(parcel) } = parcel
  const event = { eventId, shipmentId, attempt, trackingNumber, kind, at: new Date(now).toISOString() }
  return { ...parcel, status: kind, unsent: [...parcel.unsent, event] }
}

/** Derived from the key, so that a repeated booking has the same one. */
function trackingNumberOf(id: ParcelId): string {
  return `BC${createHash('sha256').update(parcelKey(id)).digest('hex').slice(0, 14).toUpperCase()}`
}
