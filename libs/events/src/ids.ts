import { v5 as uuidV5 } from 'uuid'

/** An id that follows from others: an event that comes twice, or a service that lost its memory, cannot make a second one. */
export const derivedId = (urn: string): string => {
  const known = recent.get(urn)
  if (known !== undefined) return known
  if (recent.size >= MAX_RECENT) recent.clear()
  const id = uuidV5(urn, uuidV5.URL)
  recent.set(urn, id)
  return id
}

/** A saga asks for the same ids again and again: hashing them anew each time took a tenth of a batch. */
const recent = new Map<string, string>()
const MAX_RECENT = 10_000

export const orderIdOf = (reservationId: string): string => derivedId(`urn:bistro:order:${reservationId}`)

export const paymentIdOf = (orderId: string): string => derivedId(`urn:bistro:payment:${orderId}`)

/** One per order, for all attempts to deliver it. */
export const shipmentIdOf = (orderId: string): string => derivedId(`urn:bistro:shipment:${orderId}`)
