import { v5 as uuidV5 } from 'uuid'

// Ids that follow from others: an event that comes twice, or a service that lost its memory, cannot make a second one.
const derived = (urn: string) => uuidV5(urn, uuidV5.URL)

export const orderIdOf = (reservationId: string): string => derived(`urn:bistro:order:${reservationId}`)

export const paymentIdOf = (orderId: string): string => derived(`urn:bistro:payment:${orderId}`)

/** One per order, for all attempts to deliver it. */
export const shipmentIdOf = (orderId: string): string => derived(`urn:bistro:shipment:${orderId}`)
