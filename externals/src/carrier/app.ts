import { idempotencyKey } from '../http/idempotency-key.ts'
import { invalidRequest } from '../http/problem.ts'
import { type App, type Current, type Running, serve } from '../http/server.ts'
import type { CarrierSettings } from '../settings.ts'
import { type Depot, openDepot } from './depot.ts'
import { type Parcel, type ParcelId, parcelKey } from './parcels.ts'
import { BookingBody, CancellationBody, ParcelQuery } from './schemas.ts'

/**
 * Starts the carrier and resolves when it is ready. Throws errors of the port or the data folder. `close` leaves
 * parcels, due steps and unsent webhooks on disk for the next start.
 */
export function createCarrier(settings: CarrierSettings): Promise<Running> {
  return serve(settings, { name: 'carrier', open: (log) => openDepot(settings, log), addRoutes })
}

function addRoutes(app: App, current: Current<Depot>): void {
  app.post('/bookings', { schema: { body: BookingBody } }, async (request) => {
    const { shipmentId, attempt, address } = request.body
    checkKey(idempotencyKey(request), { shipmentId, attempt })
    return bookingAnswer(await current().book({ shipmentId, attempt }, address.postcode))
  })
  app.post('/cancellations', { schema: { body: CancellationBody } }, async (request) => ({
    status: await current().cancel(request.body),
  }))
  app.get('/parcels', { schema: { querystring: ParcelQuery } }, async (request) => {
    const { shipmentId, attempt } = request.query
    const parcel = await current().find({ shipmentId, attempt: Number(attempt) })
    return { status: parcel?.status ?? 'unknown', trackingNumber: parcel?.trackingNumber }
  })
}

/** The response for a parcel that has left is the same as for its booking. */
function bookingAnswer({ status, trackingNumber }: Parcel) {
  if (status === 'refused') return { status, reason: 'not_served' }
  return status === 'cancelled' ? { status } : { status: 'booked', trackingNumber }
}

function checkKey(key: string, id: ParcelId): void {
  if (key === parcelKey(id)) return
  throw invalidRequest([{ path: '/headers/idempotency-key', message: `must be '${parcelKey(id)}'` }])
}
