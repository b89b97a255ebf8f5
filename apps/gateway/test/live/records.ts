import { ceTypeOf, createCodec, type EventType, fileSchemaIds, ownerOf, sourceOf, topics } from '@bistro/events'
import type { RawRecord } from '@bistro/kit'
import type { ReadBytes } from '../../src/live/event.ts'

const codec = createCodec(fileSchemaIds())

export const readBytes: ReadBytes = (ceType, bytes) => ({
  data: codec.decode(ceType.slice(ceType.lastIndexOf('.') + 1), bytes) as object,
  schemaVersion: 1,
})

let count = 0

export const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

interface Told {
  readonly saga?: string
  readonly stream?: string
  readonly version?: number
  readonly atMs?: number
}

/** A record as a service publishes it. */
export function recordOf(
  type: EventType,
  data: object,
  { saga, stream = saga ?? uuid(1), version = 1, atMs }: Told = {},
): RawRecord {
  count += 1
  const owner = ownerOf(type)
  const headers: Record<string, string> = {
    ce_id: uuid(1_000_000 + count),
    ce_type: ceTypeOf(type),
    ce_source: sourceOf(owner),
    ce_subject: stream,
    ce_sequence: String(version),
    ce_time: new Date(atMs ?? Date.now()).toISOString(),
  }
  if (saga !== undefined) headers.ce_correlationid = saga
  const topic = topics[owner]
  return { topic, partition: 0, offset: String(count), headers, value: codec.encode(type, data) }
}

export const held = (saga: string, more: Told & { readonly seats?: number; readonly evening?: string } = {}) =>
  recordOf(
    'ReservationHeld',
    {
      ...{ reservationId: saga, customerId: uuid(7), eveningId: more.evening ?? uuid(8), seats: more.seats ?? 2 },
      ...{ kits: [{ sku: 'menu', quantity: 1 }], cardToken: 'tok_ok', holdExpiresAt: '2030-01-01T00:00:00.000Z' },
    },
    { ...more, saga },
  )

export const confirmed = (saga: string, more: Told & { readonly evening?: string; readonly seats?: number } = {}) =>
  recordOf(
    'Reservation_confirmed',
    {
      ...{ reservationId: saga, customerId: uuid(7), eveningId: more.evening ?? uuid(8), seats: more.seats ?? 2 },
      orderId: uuid(9),
    },
    { version: 2, ...more, saga },
  )

export const rejectedFull = (saga: string) =>
  recordOf(
    'ReservationRejected',
    { reservationId: saga, customerId: uuid(7), eveningId: uuid(8), seats: 9, reason: 'evening_full' },
    { saga },
  )

export const orderCancelled = (saga: string, more: Told = {}) =>
  recordOf(
    'OrderCancelled',
    { orderId: uuid(9), reservationId: saga, customerId: uuid(7), reason: 'payment_failed' },
    { stream: uuid(9), version: 2, ...more, saga },
  )
