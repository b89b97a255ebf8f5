import type { OrderEvent } from '@bistro/events'
import type { RequestOrder } from './commands.ts'
import { type Bill, dayOf, priceOf } from './pricing.ts'

/** An order that cannot be priced is still requested and then cancelled, so that its stream records the outcome. */
export function requestOrder(command: RequestOrder): readonly OrderEvent[] {
  const { orderId, reservationId, customerId } = command
  const bill = priceOf(command, command.evening)
  if (bill) return [requested(command, bill)]
  const nothing = { amount: 0, currency: command.evening.pricePerSeat.currency }
  return [
    requested(command, { lines: [], deposit: nothing, balance: nothing }),
    { type: 'OrderCancelled', data: { orderId, reservationId, customerId, reason: 'invalid_order' } },
  ]
}

const requested = (command: RequestOrder, bill: Bill): OrderEvent => ({
  type: 'OrderRequested',
  data: {
    orderId: command.orderId,
    reservationId: command.reservationId,
    customerId: command.customerId,
    eveningId: command.eveningId,
    eveningDate: dayOf(command.evening.date),
    ...bill,
    cardToken: command.cardToken,
  },
})
