import type { OrderValidatedV2 } from '@bistro/events'
import type { Policies } from '@bistro/kit'
import type { Consumed } from './consumes.ts'
import type { Command } from './payment/index.ts'

/** Read from `bistro.order.v1` or `bistro.order.v2`, by setting. */
type Validated = {
  readonly type: 'OrderValidated'
  readonly data: Consumed<'OrderValidated'>['data'] | OrderValidatedV2
}

/** The payment's part in the saga: charges the deposit, and refunds it if the order is cancelled. */
export const policies: Policies<Validated | Consumed<'OrderCancelled'>, Command> = {
  OrderValidated: {
    stream: (event) => event.orderId,
    command: (event) => ({
      type: 'RequestPayment',
      orderId: event.orderId,
      reservationId: event.reservationId,
      ...chargeOf(event),
    }),
  },
  OrderCancelled: { stream: (event) => event.orderId, command: () => ({ type: 'UndoPayment' }) },
}

const chargeOf = (event: Validated['data']) =>
  'charge' in event
    ? { amount: event.charge.amount, cardToken: event.charge.reference }
    : { amount: event.deposit, cardToken: event.cardToken }
