import { type Policies, rowOf } from '@bistro/kit'
import type { Consumed } from './consumes.ts'
import type { Command } from './shipment/index.ts'
import { type DeliveryAddress, deliveryAddresses } from './views/delivery-addresses.ts'

/** The parcel's part in the saga: it is booked once the order stands, and stopped while it can be. */
export const policies: Policies<Consumed<'OrderConfirmed' | 'OrderCancellationRequested'>, Command> = {
  OrderConfirmed: {
    stream: (event) => event.orderId,
    needs: (event) => rowOf(deliveryAddresses, event.customerId),
    command: ({ orderId, reservationId, eveningDate }, row) => ({
      type: 'ScheduleShipment',
      orderId,
      reservationId,
      eveningDate,
      address: (row as DeliveryAddress).address,
    }),
  },
  OrderCancellationRequested: {
    stream: (event) => event.orderId,
    command: () => ({ type: 'RequestCancellation' }),
  },
}
