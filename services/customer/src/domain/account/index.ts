import type { CustomerEvent } from '@bistro/events'
import type { Aggregate } from '@bistro/kit'
import type { AccountCommand } from './commands.ts'
import { decide } from './decide.ts'
import { evolve, evolveCredit } from './evolve.ts'
import { type Account, type Credit, NO_CREDIT, UNREGISTERED } from './state.ts'

export type { AccountCommand } from './commands.ts'
export { type Account, availableOf, type Registered } from './state.ts'

/** A guest's house account (stream: customerId), with one substate per order for that order's credit. */
export const account: Aggregate<Account, AccountCommand, CustomerEvent, Credit> = {
  name: 'account',
  visibility: 'published',
  initialState: UNREGISTERED,
  substates: {
    initialState: NO_CREDIT,
    ofCommand: (command) => ('orderId' in command ? command.orderId : undefined),
    ofEvent: ({ data }) => ('orderId' in data ? data.orderId : undefined),
    evolve: evolveCredit,
  },
  decide,
  evolve,
}
