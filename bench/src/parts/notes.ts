import { topics } from '@bistro/events'
import type { Aggregate, Request, Service } from '@bistro/kit'
import { createPostgresStore } from '@bistro/kit/postgres'
import { Health, type Log, type Meter, SILENT_LOGGER, SILENT_METER, SYSTEM, startRuntime } from '@bistro/kit/runtime'
import { v7 as newId } from 'uuid'
import { codec, TRACEPARENT } from '../peers/flow/events.ts'
import { sagaEvents } from './sagas.ts'

/** An event of the contract of middling size, the same each time: its content does not matter here. */
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

export const notes: Service & { readonly topic: string } = {
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
} as Service & { readonly topic: string }

const noteDown = (stream: string): Request => ({
  cause: { id: newId(), traceparent: TRACEPARENT },
  by: 'guest',
  aggregate: note.name,
  stream,
  reads: [],
  command: () => ({ type: 'Note' }),
})

export interface Notes {
  /** Resolves when the event is stored. */
  note(stream: string): Promise<unknown>
  close(): Promise<void>
}

/** The service on a database and a log. @param walUrl where the relay is to read the write-ahead log */
export async function startNotes(url: string, log: Log, meter: Meter = SILENT_METER, walUrl?: string): Promise<Notes> {
  const store = createPostgresStore({ url, service: notes, walUrl })
  const health = new Health(SILENT_LOGGER)
  const parts = { service: notes, store, log, codec, ports: {}, logger: SILENT_LOGGER, meter, health, ...SYSTEM }
  const runtime = await startRuntime(parts)
  return {
    note: (stream) => runtime.submit(noteDown(stream)),
    close: async () => {
      await runtime.stop()
      await store.close()
    },
  }
}
