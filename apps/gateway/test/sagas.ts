import { readFileSync } from 'node:fs'
import {
  ceTypeOf,
  createCodec,
  derivedId,
  type EventType,
  fileSchemaIds,
  orderIdOf,
  ownerOf,
  paymentIdOf,
  shipmentIdOf,
  sourceOf,
  topics,
} from '@bistro/events'
import type { RawRecord } from '@bistro/kit'

const codec = createCodec(fileSchemaIds())

/** The happy path, and one that undoes itself. */
export const DELIVERED: readonly EventType[] = [
  'ReservationHeld',
  'OrderRequested',
  'CreditReserved',
  'OrderValidated',
  'PaymentRequested',
  'PaymentProcessed',
  'OrderPaymentProcessed',
  'Reservation_confirmed',
  'OrderReservationConfirmed',
  'OrderConfirmed',
  'ShipmentScheduled',
  'ShipmentDispatched',
  'OrderDispatched',
  'ShipmentDelivered',
  'OrderDelivered',
  'CreditDebited',
]
export const DECLINED: readonly EventType[] = [
  ...DELIVERED.slice(0, 5),
  'PaymentFailed',
  'OrderCancelled',
  'ReservationCancelled',
  'CreditReleased',
]

const FIRST_MS = Date.parse('2030-05-01T12:00:00.000Z')
const PARTITIONS = 3

/** An id for each name, always the same. */
export const idOf = (name: string): string => derivedId(`test:${name}`)

export interface SagaOptions {
  readonly name?: string
  readonly types?: readonly EventType[]
  readonly startedMs?: number
  readonly customerId?: string
}

/** The records of one saga, an event every 100 ms. Versions of the account begin after those of earlier sagas: give `after`. */
export function sagaRecords({
  name = 'saga',
  types = DELIVERED,
  startedMs = FIRST_MS,
  customerId = idOf(`customer of ${name}`),
}: SagaOptions = {}): RawRecord[] {
  const reservationId = idOf(`reservation ${name}`)
  const orderId = orderIdOf(reservationId)
  const ids = {
    reservationId,
    customerId,
    orderId,
    eveningId: idOf('evening'),
    paymentId: paymentIdOf(orderId),
    shipmentId: shipmentIdOf(orderId),
  }
  const versions = new Map<string, number>()
  return types.map((type, index) => {
    const owner = ownerOf(type)
    const stream = { reservation: reservationId, customer: customerId }[owner as string] ?? orderId
    const version = (versions.get(stream + owner) ?? (owner === 'customer' ? 1 : 0)) + 1
    versions.set(stream + owner, version)
    const data = fixtureOf(type)
    return record(
      type,
      { ...data, ...pick(ids, data) },
      {
        ce_id: idOf(`${name} ${type}`),
        ce_subject: stream,
        ce_sequence: String(version),
        ce_time: new Date(startedMs + 100 * index).toISOString(),
        ce_correlationid: reservationId,
        ce_causationid: idOf(`${name} ${types[index - 1] ?? 'request'}`),
      },
    )
  })
}

let written = 0

/** A record as a service publishes it; each has a place of its own. */
export function record(type: EventType, data: object, headers: Readonly<Record<string, string>>): RawRecord {
  const owner = ownerOf(type)
  written += 1
  return {
    topic: topics[owner],
    partition: written % PARTITIONS,
    offset: String(written),
    headers: {
      'content-type': 'application/avro',
      ce_specversion: '1.0',
      ce_type: ceTypeOf(type),
      ce_source: sourceOf(owner),
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      ...headers,
    },
    value: codec.encode(type, data),
  }
}

const fixtures = new Map<EventType, object>()

/** The golden data of the event's last version. */
function fixtureOf(type: EventType): object {
  const known = fixtures.get(type)
  if (known) return known
  const place = (version: number) =>
    new URL(`../../../libs/events/fixtures/${ownerOf(type)}/${type}/v${version}.json`, import.meta.url)
  const data = JSON.parse(readFileSync(place(type === 'ShipmentDelivered' ? 2 : 1), 'utf8')) as object
  fixtures.set(type, data)
  return data
}

const pick = (ids: Readonly<Record<string, string>>, data: object): object =>
  Object.fromEntries(Object.entries(ids).filter(([name]) => name in data))
