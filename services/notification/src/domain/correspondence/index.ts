import type { Aggregate } from '@bistro/kit'
import type { Command } from './commands.ts'
import { decide } from './decide.ts'
import type { CorrespondenceEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { pendingAfter } from './pending.ts'
import { type Correspondence, NOTHING_WRITTEN } from './state.ts'

export type { Command } from './commands.ts'
export type { CorrespondenceEvent, Message } from './events.ts'
export type { Letter, News, Page } from './letter.ts'
export { alert, type Delivered, mail } from './pending.ts'

/** All messages of one reservation: its stream has the reservation's id. */
export const correspondence: Aggregate<Correspondence, Command, CorrespondenceEvent> = {
  name: 'correspondence',
  visibility: 'private',
  initialState: NOTHING_WRITTEN,
  decide,
  evolve,
  pendingAfter,
}
