import type { OrderValidatedV2 } from '@bistro/events'
import type { Policies } from '@bistro/kit'
import type { Consumed } from './consumes.ts'
import type { Command } from './payment/index.ts'

/** Read from `bistro.order.v1` or from `bistro.order.v2`: whichever this service is told to read. */
type Validated = {
  readonly type: 'OrderValidated'
  readonly data: Consumed<'OrderValidated'>['data'] | OrderValidatedV2
}

/** The payment's part in the saga: the deposit is charged, and given back should the order end badly. */
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
