import { Closed, Id, Problem, problemResponses, type RouteContext, readStream, sendStream } from '@bistro/kit/http'
import Type, { type Static } from 'typebox'
import { type Shipment, shipment } from '../domain/shipment/index.ts'
import { oneShipment } from './examples.ts'

const ByOrder = Closed({ orderId: Id })

const ShipmentAnswer = Closed({
  shipmentId: Id,
  status: Type.Union([
    Type.Literal('scheduled'),
    Type.Literal('dispatched'),
    Type.Literal('lost'),
    Type.Literal('delivered'),
    Type.Literal('failed'),
    Type.Literal('cancelled'),
  ]),
  attempt: Type.Integer({ minimum: 1 }),
  trackingNumber: Type.Optional(Type.String()),
})

const shipmentAnswer = ({ shipmentId, status, attempt, trackingNumber }: Shipment): Static<typeof ShipmentAnswer> => ({
  shipmentId,
  status,
  attempt,
  ...(trackingNumber !== undefined && { trackingNumber }),
})

export function shipments({ api, runtime }: RouteContext): void {
  api.get(
    '/shipments/:orderId',
    {
      config: { example: oneShipment },
      schema: {
        summary: 'Shows the parcel of an order',
        tags: ['shipments'],
        'x-bistro-role': 'guest',
        params: ByOrder,
        response: { 200: ShipmentAnswer, ...problemResponses({ 404: 'unknown-shipment' }) },
      },
    },
    async (request, reply) => {
      const { orderId } = request.params
      const found = await readStream(runtime, shipment, orderId)
      if (!found || found.state.status === 'none')
        throw new Problem(
          404,
          'unknown-shipment',
          `There is no shipment for order ${orderId}, or it has not started yet.`,
        )
      sendStream(reply, runtime, orderId, found)
      return shipmentAnswer(found.state)
    },
  )
}
