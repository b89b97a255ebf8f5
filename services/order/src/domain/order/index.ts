import type { OrderEvent } from '@bistro/events'
import type { Aggregate } from '@bistro/kit'
import type { Command } from './commands.ts'
import { decide } from './decide.ts'
import { evolve } from './evolve.ts'
import { initialState, type State } from './state.ts'

export type { Command } from './commands.ts'
export type { Order, State } from './state.ts'

/** The spine of the saga: one stream per order. */
export const order: Aggregate<State, Command, OrderEvent> = {
  name: 'order',
  visibility: 'published',
  initialState,
  secrets: { RequestOrder: ['cardToken'] },
  decide,
  evolve,
}
