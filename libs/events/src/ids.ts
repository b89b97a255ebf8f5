import { v5 as uuidV5 } from 'uuid'

/** A derived id: neither a redelivered event nor a restored service can make a second one. */
export const derivedId = (urn: string): string => {
  const known = recent.get(urn)
  if (known !== undefined) return known
  if (recent.size >= MAX_RECENT) {
    earlier = recent
    recent = new Map()
  }
  const id = earlier.get(urn) ?? uuidV5(urn, uuidV5.URL)
  recent.set(urn, id)
  return id
}

/** Cache: a saga derives the same ids repeatedly, and hashing took a tenth of a batch's time. What was used lately stays when it is full. */
let recent = new Map<string, string>()
let earlier = new Map<string, string>()
const MAX_RECENT = 10_000

export const orderIdOf = (reservationId: string): string => derivedId(`urn:bistro:order:${reservationId}`)

export const paymentIdOf = (orderId: string): string => derivedId(`urn:bistro:payment:${orderId}`)

/** One per order, for all attempts to deliver it. */
export const shipmentIdOf = (orderId: string): string => derivedId(`urn:bistro:shipment:${orderId}`)
