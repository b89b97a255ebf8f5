import type { Policies } from '@bistro/kit'
import type { Consumed } from './consumes.ts'
import type { ReservationCommand } from './reservation/index.ts'

type Others = Consumed<'PaymentProcessed' | 'OrderCancelled' | 'OrderCancellationRejected'>

/** The reservation's part in the saga: payment confirms the seats, a cancelled order frees them. */
export const policies: Policies<Others, ReservationCommand> = {
  PaymentProcessed: {
    stream: ({ reservationId }) => reservationId,
    command: ({ orderId }) => ({ type: 'Confirm', orderId }),
  },
  OrderCancelled: {
    stream: ({ reservationId }) => reservationId,
    command: ({ reason }) => ({ type: 'Cancel', reason }),
  },
  OrderCancellationRejected: {
    stream: ({ reservationId }) => reservationId,
    command: ({ reason }) => ({ type: 'RejectCancellation', reason }),
  },
}
