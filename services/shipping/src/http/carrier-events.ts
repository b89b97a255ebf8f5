import { type Request, requestTo, rowOf } from '@bistro/kit'
import {
  Closed,
  type Exchange,
  Id,
  Instant,
  Problem,
  problemResponses,
  type RouteContext,
  readRow,
  sendStream,
} from '@bistro/kit/http'
import Type, { type Static } from 'typebox'
import { type Command, shipment } from '../domain/shipment/index.ts'
import { type Delivery, deliveries } from '../domain/views/deliveries.ts'
import { type DeliveryAddress, deliveryAddresses } from '../domain/views/delivery-addresses.ts'
import { MAX_TRACKING_NUMBER_CHARACTERS } from '../effects/carrier.ts'
import { isAuthentic } from './signature.ts'

const CarrierEvent = Closed({
  eventId: Type.String({ minLength: 1, maxLength: 200 }),
  shipmentId: Id,
  attempt: Type.Integer({ minimum: 1 }),
  trackingNumber: Type.String({ minLength: 1, maxLength: MAX_TRACKING_NUMBER_CHARACTERS }),
  kind: Type.Union([Type.Literal('dispatched'), Type.Literal('lost'), Type.Literal('delivered')]),
  at: Instant,
})
type CarrierEvent = Static<typeof CarrierEvent>

/** In one request of the carrier. */
const MAX_EVENTS = 100

const SIGNATURE = {
  'Carrier-Timestamp': Type.String({ pattern: '^[0-9]{1,15}$', description: 'Unix seconds, at most 5 minutes off' }),
  'Carrier-Signature': Type.String({
    description: 'v1=<HMAC-SHA256 of timestamp, dot and raw body, in lowercase hex>; several are separated by commas',
  }),
}

/** @param secrets accepted signing secrets: two while one is being replaced */
export const carrierEvents =
  (secrets: readonly string[]) =>
  ({ api, runtime }: RouteContext): void => {
    const config = { verifyBody: verifyWith(secrets), signed: SIGNATURE, tokens: false }
    const schema = {
      tags: ['carrier'],
      'x-bistro-role': 'carrier' as const,
      response: {
        204: Type.Null({ description: 'Recorded, now or earlier' }),
        ...problemResponses({ 401: 'bad-signature', 404: 'unknown-shipment' }),
      },
    }
    const record = async (event: CarrierEvent, request: Exchange['request']) => {
      const delivery = await readRow(runtime, deliveries, event.shipmentId)
      if (!delivery) throw new Problem(404, 'unknown-shipment', `There is no shipment ${event.shipmentId} here.`)
      return { delivery, outcome: await runtime.submit(submission(event, delivery, request)) }
    }

    api.post(
      '/carrier-events',
      {
        config: { ...config, sendsToken: true },
        schema: {
          ...schema,
          summary: 'Takes an event of a parcel; the carrier repeats it until it gets a 2xx',
          body: CarrierEvent,
        },
      },
      async (request, reply) => {
        const { delivery, outcome } = await record(request.body, request)
        if ('version' in outcome) sendStream(reply, runtime, delivery.orderId, outcome)
        return reply.code(204).send(null)
      },
    )
    api.post(
      '/carrier-events/batch',
      {
        config,
        schema: {
          ...schema,
          summary: 'Takes several events of parcels; unless all are recorded, the carrier repeats each by itself',
          body: Closed({ events: Type.Array(CarrierEvent, { minItems: 1, maxItems: MAX_EVENTS }) }),
        },
      },
      async (request, reply) => {
        const recorded = await Promise.allSettled(request.body.events.map((event) => record(event, request)))
        const failed = recorded.find(({ status }) => status === 'rejected')
        if (failed) throw (failed as PromiseRejectedResult).reason
        return reply.code(204).send(null)
      },
    )
  }

const verifyWith =
  (secrets: readonly string[]) =>
  ({ headers }: Exchange['request'], body: Buffer): void => {
    const [timestamp, signatures] = [headers['carrier-timestamp'], headers['carrier-signature']].map(String)
    if (isAuthentic({ body, timestamp, signatures }, secrets, Date.now() / 1_000)) return
    throw new Problem(
      401,
      'bad-signature',
      'Sign the timestamp and the raw body with the shared secret, within 5 minutes.',
    )
  }

/**
 * A delivery's row never changes, so it may be read before; the address is read in the command's transaction. A repeated event
 * needs no key: the shipment's state says that it knows it.
 */
function submission(event: CarrierEvent, { orderId, customerId }: Delivery, request: Exchange['request']): Request {
  const { traceparent } = request.headers
  return requestTo(shipment, {
    cause: { id: request.id, traceparent: typeof traceparent === 'string' ? traceparent : undefined },
    by: 'carrier',
    stream: orderId,
    reads: [rowOf(deliveryAddresses, customerId)],
    command: ([row]) => commandOf(event, row),
  })
}

function commandOf(
  { shipmentId, attempt, kind, trackingNumber, at }: CarrierEvent,
  row: DeliveryAddress | null,
): Command {
  if (!row)
    throw new Error(
      `shipment ${shipmentId} has no address in the view delivery_addresses: check whether the view is complete`,
    )
  return { type: 'ReportParcel', attempt, kind, trackingNumber, at, address: row.address }
}
