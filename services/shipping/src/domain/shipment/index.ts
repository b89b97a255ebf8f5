import type { ShippingEvent } from '@bistro/events'
import type { Aggregate } from '@bistro/kit'
import type { Command } from './commands.ts'
import { decide } from './decide.ts'
import { evolve } from './evolve.ts'
import { pendingWith, type ShippingSettings } from './pending.ts'
import { initialState, type State } from './state.ts'

export type { Command } from './commands.ts'
export type { ShippingSettings } from './pending.ts'
export type { Shipment, State } from './state.ts'

/** The parcel of one order, in all its attempts. */
export const shipment: Aggregate<State, Command, ShippingEvent> = {
  name: 'shipment',
  visibility: 'published',
  initialState,
  decide,
  evolve,
}

/** The aggregate with its effects, whose durations are settings. */
export const createShipment = (settings: ShippingSettings): typeof shipment => ({
  ...shipment,
  recallsCommand: true,
  pendingAfter: pendingWith(settings),
})
