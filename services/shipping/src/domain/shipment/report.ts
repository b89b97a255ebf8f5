import type { ShippingEvent } from '@bistro/events'
import { type Decision, ignore } from '@bistro/kit'
import type { ReportParcel } from './commands.ts'
import type { Shipment } from './state.ts'

/** Maximum of parcels per order. */
const DELIVERY_ATTEMPTS = 2

/** Carrier events repeat, overtake each other and may be of an old attempt; skipped steps are filled in. */
export function report(news: ReportParcel, shipment: Shipment): Decision<ShippingEvent> {
  if (news.attempt !== shipment.attempt) return ignore('other-attempt')
  if (shipment.status !== 'scheduled' && shipment.status !== 'dispatched') return ignore('already-ended')
  const left: readonly ShippingEvent[] = shipment.status === 'scheduled' ? [dispatched(shipment, news)] : []
  switch (news.kind) {
    case 'dispatched':
      return left.length > 0 ? left : ignore('already-dispatched')
    case 'delivered':
      return [...left, delivered(shipment, news)]
    case 'lost':
      return [...left, lost(shipment), afterLoss(shipment)]
    default:
      return news.kind satisfies never
  }
}

export const idsOf = ({ orderId, reservationId, shipmentId }: Shipment) => ({ orderId, reservationId, shipmentId })

const dispatched = (shipment: Shipment, { trackingNumber }: ReportParcel): ShippingEvent => ({
  type: 'ShipmentDispatched',
  data: { ...idsOf(shipment), attempt: shipment.attempt, trackingNumber },
})

/** Has a time since version 2. */
const delivered = (shipment: Shipment, { at }: ReportParcel): ShippingEvent => ({
  type: 'ShipmentDelivered',
  data: { ...idsOf(shipment), ...(at !== undefined && { deliveredAt: at }) },
})

const lost = (shipment: Shipment): ShippingEvent => ({
  type: 'ShipmentLost',
  data: { ...idsOf(shipment), attempt: shipment.attempt },
})

const afterLoss = (shipment: Shipment): ShippingEvent =>
  shipment.attempt < DELIVERY_ATTEMPTS
    ? {
        type: 'ShipmentScheduled',
        data: { ...idsOf(shipment), attempt: shipment.attempt + 1, deliverBy: shipment.deliverBy },
      }
    : { type: 'ShipmentFailed', data: { ...idsOf(shipment), reason: 'lost' } }
