import type { Declaration } from './avro.ts'

/** A service that publishes events. */
export type Owner = Declaration['owner']

const streamIds: Readonly<Record<Owner, readonly string[]>> = {
  customer: ['customerId'],
  reservation: ['reservationId', 'eveningId'],
  order: ['orderId'],
  payment: ['orderId'],
  shipping: ['orderId'],
}

export const owners = Object.keys(streamIds) as Owner[]

/** Fields that identify the owner's streams: each event's first field is one of them. */
export const streamIdsOf = (owner: Owner): readonly string[] => streamIds[owner]
