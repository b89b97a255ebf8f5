import type { EventOf, ShippingEvent } from '@bistro/events'
import type { Shipment, State } from './state.ts'

export function evolve(state: State, event: ShippingEvent): State {
  if (event.type === 'ShipmentScheduled') return scheduled(state, event.data)
  return state.status === 'none' ? state : evolveShipment(state, event)
}

/** A new parcel has no tracking number yet. */
const scheduled = (state: State, data: EventOf<'ShipmentScheduled'>['data']): Shipment => ({
  ...data,
  status: 'scheduled',
  everDispatched: state.status !== 'none' && state.everDispatched,
  cancellationRequested: state.status !== 'none' && state.cancellationRequested,
})

function evolveShipment(shipment: Shipment, event: Exclude<ShippingEvent, { type: 'ShipmentScheduled' }>): Shipment {
  switch (event.type) {
    case 'ShipmentDispatched':
      return { ...shipment, status: 'dispatched', everDispatched: true, trackingNumber: event.data.trackingNumber }
    case 'ShipmentLost':
      return { ...shipment, status: 'lost' }
    case 'ShipmentDelivered':
      return { ...shipment, status: 'delivered' }
    case 'ShipmentFailed':
      return { ...shipment, status: 'failed' }
    case 'ShipmentCancellationRequested':
      return { ...shipment, cancellationRequested: true }
    case 'ShipmentCancelled':
      return { ...shipment, status: 'cancelled' }
    default:
      return event satisfies never
  }
}
