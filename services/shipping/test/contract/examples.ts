import type { ShippingEvent } from '@bistro/events'
import { SAMPLE } from '@bistro/events/contract'
import { type Examples, story } from '@bistro/kit/testing'
import { type Command, createShipment } from '../../src/domain/shipment/index.ts'

const { orderId, reservationId, eveningDate, address } = SAMPLE
export const shipment = createShipment({ trackingMs: 1 })

export const schedule: Command = { type: 'ScheduleShipment', orderId, reservationId, eveningDate, address }
const news = (kind: 'dispatched' | 'lost' | 'delivered', attempt = 1): Command => ({
  type: 'ReportParcel',
  ...{ kind, attempt, address },
  trackingNumber: `BC-2030-000${attempt}`,
  at: '2030-05-09T14:30:00.000Z',
})
const wantOut: Command = { type: 'RequestCancellation' }
const stopped: Command = { type: 'AnswerCancellation', attempt: 1, answer: { status: 'cancelled' } }

/** How each event that this service publishes comes about. */
export const examples: Examples<ShippingEvent> = {
  ShipmentScheduled: story(shipment, [schedule]),
  ShipmentDispatched: story(shipment, [schedule, news('dispatched')]),
  ShipmentLost: story(shipment, [schedule, news('dispatched'), news('lost')]),
  ShipmentDelivered: story(shipment, [schedule, news('dispatched'), news('delivered')]),
  ShipmentFailed: story(shipment, [schedule, news('lost'), news('lost', 2)]),
  ShipmentCancellationRequested: story(shipment, [schedule, wantOut]),
  ShipmentCancelled: story(shipment, [schedule, wantOut, stopped]),
}
