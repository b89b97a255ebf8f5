import { shipmentIdOf } from '@bistro/events'
import type { View } from '@bistro/kit'
import type { Consumed } from '../consumes.ts'

/** Maps shipments to customers: the carrier names only shipments, and a lost parcel needs the address again. */
export type Delivery = {
  readonly shipmentId: string
  readonly orderId: string
  readonly customerId: string
}

export const deliveries: View<Delivery, Consumed<'OrderConfirmed'>> = {
  name: 'deliveries',
  source: 'replicated',
  key: 'shipmentId',
  on: {
    OrderConfirmed: {
      key: ({ orderId }) => shipmentIdOf(orderId),
      row: (_, { orderId, customerId }) => ({ shipmentId: shipmentIdOf(orderId), orderId, customerId }),
    },
  },
}
