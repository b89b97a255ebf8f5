import { type Policies, withRow } from '@bistro/kit'
import type { Consumed } from './consumes.ts'
import type { Command } from './shipment/index.ts'
import { deliveryAddresses } from './views/delivery-addresses.ts'

/** The parcel's part in the saga: booked when the order is confirmed, cancelled if that is still possible. */
export const policies: Policies<Consumed<'OrderConfirmed' | 'OrderCancellationRequested'>, Command> = {
  OrderConfirmed: withRow(deliveryAddresses, {
    stream: (event) => event.orderId,
    key: (event) => event.customerId,
    command: ({ orderId, reservationId, eveningDate }, { address }) => ({
      type: 'ScheduleShipment',
      orderId,
      reservationId,
      eveningDate,
      address,
    }),
  }),
  OrderCancellationRequested: {
    stream: (event) => event.orderId,
    command: () => ({ type: 'RequestCancellation' }),
  },
}
