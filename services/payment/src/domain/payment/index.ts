import type { PaymentEvent } from '@bistro/events'
import type { Aggregate } from '@bistro/kit'
import type { Command } from './commands.ts'
import { decide } from './decide.ts'
import { evolve } from './evolve.ts'
import { type PaymentSettings, pendingWith } from './pending.ts'
import { initialState, type State } from './state.ts'

export type { Command } from './commands.ts'
export { DEADLINE, type PaymentSettings } from './pending.ts'
export type { Payment, State } from './state.ts'

/** The deposit of one order: charged, voided or given back. */
export const payment: Aggregate<State, Command, PaymentEvent> = {
  name: 'payment',
  visibility: 'published',
  initialState,
  secrets: { RequestPayment: ['cardToken'] },
  decide,
  evolve,
}

/** The aggregate with its timers and effects, whose durations are settings. */
export const createPayment = (settings: PaymentSettings): typeof payment => ({
  ...payment,
  recallsCommand: true,
  pendingAfter: pendingWith(settings),
})
