import type { EventOf } from '@bistro/events'
import type { Policies } from '@bistro/kit'
import type { Command } from './payment/index.ts'

/** The payment's part in the saga: the deposit is charged, and given back should the order end badly. */
export const policies: Policies<EventOf<'OrderValidated' | 'OrderCancelled'>, Command> = {
  OrderValidated: {
    stream: (event) => event.orderId,
    command: ({ orderId, reservationId, deposit, cardToken }) => ({
      type: 'RequestPayment',
      orderId,
      reservationId,
      amount: deposit,
      cardToken,
    }),
  },
  OrderCancelled: { stream: (event) => event.orderId, command: () => ({ type: 'UndoPayment' }) },
}
