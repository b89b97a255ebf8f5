import type { View } from '@bistro/kit'
import type { Consumed } from '../consumes.ts'

/** How many orders of a guest were delivered. */
export type DeliveredOrders = {
  readonly customerId: string
  readonly delivered: number
}

export const deliveredOrders: View<DeliveredOrders, Consumed<'OrderConfirmed'>> = {
  name: 'delivered_orders',
  source: 'replicated',
  key: 'customerId',
  on: {
    OrderConfirmed: {
      key: ({ customerId }) => customerId,
      row: (before, { customerId }) => ({ customerId, delivered: (before?.delivered ?? 0) + 1 }),
    },
  },
}
