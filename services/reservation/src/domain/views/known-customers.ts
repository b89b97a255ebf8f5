import type { View } from '@bistro/kit'
import type { Consumed } from '../consumes.ts'

export type KnownCustomer = { readonly customerId: string }

/** Customers whose registration has arrived here: they may reserve. */
export const knownCustomers: View<KnownCustomer, Consumed<'CustomerRegistered'>> = {
  name: 'known_customers',
  source: 'replicated',
  key: 'customerId',
  on: {
    CustomerRegistered: { key: ({ customerId }) => customerId, row: (row, { customerId }) => row ?? { customerId } },
  },
}
