import { topics } from '@bistro/events'
import type { Aggregate, Request, Service } from '@bistro/kit'
import { v7 as newId } from 'uuid'
import { TRACEPARENT } from '../peers/flow/events.ts'
import { sagaEvents } from './sagas.ts'

/** An event of the contract of middling size, the same each time: what it says does not matter here. */
export const NOTED = sagaEvents().find(({ type }) => type === 'OrderConfirmed')!

interface Note {
  readonly times: number
}

/** The smallest service there is: every command appends one event to its stream. */
const note: Aggregate<Note, { type: 'Note' }, { type: string; data: object }> = {
  name: 'note',
  visibility: 'published',
  initialState: { times: 0 },
  decide: () => [NOTED],
  evolve: ({ times }) => ({ times: times + 1 }),
}

export const notes: Service = {
  name: 'order',
  source: '/services/order',
  namespace: 'bistro.order',
  topic: topics.order,
  subscribes: [],
  aggregates: [note],
  policies: {},
  views: [],
  timers: [],
  effects: [],
  sagaOf: () => undefined,
} as Service

export const noteDown = (stream: string): Request => ({
  cause: { id: newId(), traceparent: TRACEPARENT },
  aggregate: note.name,
  stream,
  reads: [],
  command: () => ({ type: 'Note' }),
})

/** Streams to write to, each twice: half of the commands meet a stream that is there. */
export function streams(): () => string {
  let [stream, times] = ['', 0]
  return () => {
    if (times++ % 2 === 0) stream = newId()
    return stream
  }
}
