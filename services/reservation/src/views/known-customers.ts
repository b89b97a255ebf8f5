import type { EventOf } from '@bistro/events'
import type { View } from '@bistro/kit'

export type KnownCustomer = { readonly customerId: string }

/** Whose registration has arrived here: they may reserve. */
export const knownCustomers: View<KnownCustomer, EventOf<'CustomerRegistered'>> = {
  name: 'known_customers',
  source: 'replicated',
  key: 'customerId',
  on: {
    CustomerRegistered: { key: ({ customerId }) => customerId, row: (row, { customerId }) => row ?? { customerId } },
  },
}
