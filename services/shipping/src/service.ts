import { namespaceOf, sagaOf, sourceOf, topics } from '@bistro/events'
import { bind, type Service } from '@bistro/kit'
import { policies } from './domain/policies.ts'
import { createShipment, type ShippingSettings } from './domain/shipment/index.ts'
import { deliveries } from './domain/views/deliveries.ts'
import { deliveryAddresses } from './domain/views/delivery-addresses.ts'
import { booking, cancellation, tracking } from './effects/index.ts'

/** Parcels and the carrier. */
export function createService(settings: ShippingSettings): Service {
  const shipment = createShipment(settings)
  return {
    name: 'shipping',
    source: sourceOf('shipping'),
    namespace: namespaceOf('shipping'),
    topic: topics.shipping,
    subscribes: [topics.customer, topics.order],
    aggregates: [shipment],
    policies: bind(shipment, policies),
    views: [deliveryAddresses, deliveries],
    timers: [],
    effects: [booking, cancellation, tracking],
    sagaOf,
  }
}
