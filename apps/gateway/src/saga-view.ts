import type { Subscription } from '@bistro/kit/runtime'
import { asking } from './asking.ts'
import { attentionOf } from './attention/attention.ts'
import { LastKnown } from './attention/last-known.ts'
import { Attention } from './contract/index.ts'
import type { OpenPart } from './parts.ts'
import { learn } from './projection/learn.ts'
import { readIntoView } from './projection/read.ts'
import { addSagaRoutes } from './sagas/routes.ts'
import { Work } from './waiting/asked.ts'
import { Gates } from './waiting/gates.ts'
import { Look } from './waiting/look.ts'
import { readMarks } from './waiting/marks.ts'
import { waitsNow } from './waiting/now.ts'
import { repeat } from './waiting/repeat.ts'

const LOOK_MS = 2_000
const LEARN_MS = 5_000

/** The saga view: reads every topic into the database, looks what waits, answers. */
export const sagaView: OpenPart = (gateway) => {
  const { database, services, reader, clock, survey } = gateway
  const work = new Work(gateway)
  const gates = new Gates(services, () => clock.now())
  const marks = survey && { read: () => readMarks(survey) }
  const look = new Look({ database, clock, work, gates, marks })
  const ends: (() => Promise<void>)[] = []
  let subscription: Subscription | undefined
  return {
    addRoutes: (api) => {
      addSagaRoutes(api, {
        ...{ query: asking(gateway), reader, services, gates },
        waits: waitsNow({ work, gates, look }),
      })
      const schema = {
        tags: ['operations'],
        summary: 'Lists what an operator must look at: stuck sagas, parked messages, refused refunds',
        'x-bistro-role': 'operator',
        response: { 200: Attention },
      } as const
      const known = new LastKnown()
      api.get('/api/attention', { schema }, () => attentionOf({ ...gateway, known }))
    },
    start: async () => {
      subscription = await readIntoView(gateway, reader)
      ends.push(
        repeat(gateway, 'the look at what waits', LOOK_MS, () => look.look()),
        repeat(gateway, 'the schemas of events', LEARN_MS, () => learn(database, reader)),
      )
    },
    stop: async () => {
      await Promise.all(ends.map((end) => end()))
      await subscription?.close()
    },
  }
}
