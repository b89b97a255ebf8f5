import type { EveningOpened, EventOf } from '@bistro/events'
import { type Aggregate, ignore } from '@bistro/kit'
import { seats, seatsOf } from '../seats/index.ts'
import { follows } from './follows.ts'

/** Its stream has a single event, with all facts. */
type Evening = { readonly opened: boolean }

export type OpenEvening = { readonly type: 'OpenEvening' } & EveningOpened

/** A ticketed evening with its menu and prices (stream: eveningId). */
export const evening: Aggregate<Evening, OpenEvening, EventOf<'EveningOpened'>> = {
  name: 'evening',
  visibility: 'published',
  initialState: { opened: false },
  events: ['EveningOpened'],
  companion: {
    aggregate: seats,
    ofCommand: ({ eveningId }) => seatsOf(eveningId),
    ofEvent: ({ data }) => seatsOf(data.eveningId),
    follows,
  },
  decide: ({ type: _, ...data }, { opened }) => (opened ? ignore('already-opened') : [{ type: 'EveningOpened', data }]),
  evolve: () => ({ opened: true }),
}
