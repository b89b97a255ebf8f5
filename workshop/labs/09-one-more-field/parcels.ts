import { type Arranged, arrange, ORDINARY, operatorRoutesOf, routesOf } from '@bistro/client'
import { type Booked, book, CouldNotCheck, endOf, type World } from '@bistro/workshop'
import { speakAsCarrier } from './carrier.ts'

/** One reservation, and what its event ShipmentDispatched says. */
interface Parcel {
  readonly orderId: string
  readonly reservationId: string
  /** As the carrier said. */
  readonly at: string
  readonly dispatchedAt: unknown
}

export interface Parcels {
  /** The carrier has told when it left. */
  readonly told: Parcel
  /** The carrier has told of the delivery alone, so the service has filled in that it left. */
  readonly filledIn: Parcel
  /** What the program of the clone, which does not know the field, reads of the first one. */
  readonly seenByOld: string
  readonly statuses: readonly string[]
}

const HOUR_MS = 3_600_000

/** Two parcels of new guests, with news of the carrier that no other can have given. */
export async function followParcels(world: World): Promise<Parcels> {
  world.tell('Two guests reserve, and the carrier tells of their parcels')
  const arranged = await arrange(world.manifest, ORDINARY)
  const [one, other] = await Promise.all([scheduled(world, arranged), scheduled(world, arranged)])
  const at = new Date(Date.now() - HOUR_MS).toISOString()
  await speakAsCarrier(world.manifest, one.orderId, { kind: 'dispatched', at })
  await speakAsCarrier(world.manifest, other.orderId, { kind: 'delivered', at })
  const [told, filledIn] = await Promise.all([one, other].map((ids) => dispatched(world, { ...ids, at })))
  if (!told || !filledIn) throw new Error('two parcels were asked for')
  const seenByOld = await readByOldProgram(world, told.orderId)
  await speakAsCarrier(world.manifest, one.orderId, { kind: 'delivered', at: new Date().toISOString() })
  const ends = await Promise.all([one, other].map((booked) => endOf(world, booked)))
  const statuses = ends.map((order) => String(order?.body.status ?? 'not ended'))
  return { told, filledIn, seenByOld, statuses }
}

/** A reservation whose parcel waits for the carrier. */
async function scheduled(world: World, arranged: Arranged): Promise<Booked> {
  const booked = await book(world, arranged, ORDINARY)
  const { orderId } = booked
  const params = { path: { orderId } }
  const isThere = await world.until(async () => {
    const { data } = await routesOf(world.manifest, 'shipping').GET('/shipments/{orderId}', { params })
    return data ? true : undefined
  }, 20)
  if (!isThere) throw new CouldNotCheck(`Order ${orderId} gets no parcel.`, `npm run saga -- ${orderId}`)
  return booked
}

/** Its event, as the service's own code reads it. */
async function dispatched(world: World, ids: Omit<Parcel, 'dispatchedAt'>): Promise<Parcel> {
  const params = { path: { id: ids.orderId } }
  const event = await world.until(async () => {
    const { data } = await operatorRoutesOf(world.manifest, 'shipping').GET('/streams/{id}', { params })
    return data?.events.find(({ type }) => type === 'ShipmentDispatched')
  })
  if (!event)
    throw new CouldNotCheck(`Order ${ids.orderId} has no ShipmentDispatched.`, `npm run saga -- ${ids.orderId}`)
  return { ...ids, dispatchedAt: (event.data as { readonly dispatchedAt?: unknown }).dispatchedAt }
}

/** This code is that of the clone: it has no version 2. */
async function readByOldProgram(world: World, orderId: string): Promise<string> {
  const record = await world.until(async () =>
    (await world.records('bistro.shipping.v1')).find(
      ({ key, headers }) => key === orderId && headers.ce_type === 'bistro.shipping.ShipmentDispatched',
    ),
  )
  if (!record) return 'no such record on bistro.shipping.v1'
  if (!record.data) return 'bytes that it cannot read'
  const { orderId: _, reservationId: _r, shipmentId: _s, trackingNumber: _t, attempt, ...more } = record.data
  return `attempt ${attempt}, and ${Object.keys(more).join(', ') || 'no further field'}`
}
