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

const SIGNATURE = {
  'Carrier-Timestamp': Type.String({ pattern: '^[0-9]{1,15}$', description: 'Unix seconds, at most 5 minutes off' }),
  'Carrier-Signature': Type.String({
    description: 'v1=<HMAC-SHA256 of timestamp, dot and raw body, in lowercase hex>; several are separated by commas',
  }),
}

const NOTED = { status: 204, headers: {}, body: {} }

/** @param secrets accepted signing secrets: two while one is being replaced */
export const carrierEvents =
  (secrets: readonly string[]) =>
  ({ api, runtime }: RouteContext): void => {
    api.post(
      '/carrier-events',
      {
        config: { verifyBody: verifyWith(secrets), signed: SIGNATURE, tokens: false, sendsToken: true },
        schema: {
          summary: 'Takes an event of a parcel; the carrier repeats it until it gets a 2xx',
          tags: ['carrier'],
          'x-bistro-role': 'carrier',
          body: CarrierEvent,
          response: {
            204: Type.Null({ description: 'Recorded, now or earlier' }),
            ...problemResponses({ 401: 'bad-signature', 404: 'unknown-shipment' }),
          },
        },
      },
      async (request, reply) => {
        const event = request.body
        const delivery = await readRow(runtime, deliveries, event.shipmentId)
        if (!delivery) throw new Problem(404, 'unknown-shipment', `There is no shipment ${event.shipmentId} here.`)
        const outcome = await runtime.submit(submission(event, delivery, request))
        if ('version' in outcome) sendStream(reply, runtime, delivery.orderId, outcome)
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

/** A delivery's row never changes, so it may be read before; the address is read in the command's transaction. */
function submission(event: CarrierEvent, { orderId, customerId }: Delivery, request: Exchange['request']): Request {
  const { traceparent } = request.headers
  return requestTo(shipment, {
    cause: { id: request.id, traceparent: typeof traceparent === 'string' ? traceparent : undefined },
    by: 'carrier',
    stream: orderId,
    reads: [rowOf(deliveryAddresses, customerId)],
    command: ([row]) => commandOf(event, row),
    idempotency: { key: `carrier:${event.eventId}`, fingerprint: event.eventId, answer: () => NOTED },
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
