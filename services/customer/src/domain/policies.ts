import type { Policies } from '@bistro/kit'
import type { AccountCommand } from './account/index.ts'
import type { Consumed } from './consumes.ts'

type Order = Consumed<'OrderRequested' | 'OrderCancelled' | 'OrderDelivered'>

/** The account's part in the saga: credit is reserved, then released or debited. */
export const policies: Policies<Order, AccountCommand> = {
  OrderRequested: {
    stream: ({ customerId }) => customerId,
    command: ({ customerId, orderId, reservationId, balance }) => ({
      type: 'ReserveCredit',
      customerId,
      orderId,
      reservationId,
      amount: balance,
    }),
  },
  OrderCancelled: {
    stream: ({ customerId }) => customerId,
    command: ({ customerId, orderId }) => ({ type: 'ReleaseCredit', customerId, orderId }),
  },
  OrderDelivered: {
    stream: ({ customerId }) => customerId,
    command: ({ customerId, orderId }) => ({ type: 'DebitCredit', customerId, orderId }),
  },
}
