import type { View } from '@bistro/kit'
import type { Consumed } from '../consumes.ts'

/** How often a guest has ordered, and what these orders cost, in minor units. */
export type GuestTotal = {
  readonly customerId: string
  readonly orders: number
  readonly spent: number
}

export const guestTotals: View<GuestTotal, Consumed<'CreditReserved'>> = {
  name: 'guest_totals',
  source: 'replicated',
  key: 'customerId',
  on: {
    CreditReserved: {
      key: ({ customerId }) => customerId,
      row: (total, { customerId, amount }) => ({
        customerId,
        orders: (total?.orders ?? 0) + 1,
        spent: (total?.spent ?? 0) + amount.amount,
      }),
    },
  },
}
