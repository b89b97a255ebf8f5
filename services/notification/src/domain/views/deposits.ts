import type { Money } from '@bistro/events'
import type { View } from '@bistro/kit'
import type { Consumed } from '../consumes.ts'

/** What a mail about a cancellation says of the money. */
export type Deposit = {
  readonly reservationId: string
  readonly amount: Money
  readonly charged: boolean
}

/** Made of the order's stream alone, so the row is there before any cancellation of the order. */
export const deposits: View<Deposit, Consumed<'OrderRequested' | 'OrderPaymentProcessed'>> = {
  name: 'deposits',
  source: 'replicated',
  key: 'reservationId',
  on: {
    OrderRequested: {
      key: (event) => event.reservationId,
      row: (_, { reservationId, deposit }) => ({ reservationId, amount: deposit, charged: false }),
    },
    OrderPaymentProcessed: {
      key: (event) => event.reservationId,
      row: (row) => row && { ...row, charged: true },
    },
  },
}
