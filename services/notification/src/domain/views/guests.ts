import type { View } from '@bistro/kit'
import type { Consumed } from '../consumes.ts'

/** To whom mails go. */
export type Guest = {
  readonly customerId: string
  readonly name: string
  readonly email: string
}

export const guests: View<Guest, Consumed<'CustomerRegistered'>> = {
  name: 'guests',
  source: 'replicated',
  key: 'customerId',
  on: {
    CustomerRegistered: {
      key: (event) => event.customerId,
      row: (_, { customerId, name, email }) => ({ customerId, name, email }),
    },
  },
}
