import { createWrittenReader } from '@bistro/events'
import type { Database } from '@bistro/kit/postgres'
import type { ServiceName } from '@bistro/services'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Projection } from '../src/projection/projection.ts'
import { listSagas } from '../src/sagas/list.ts'
import { readStuck } from '../src/sagas/stuck.ts'
import { type Asked, indexed } from '../src/waiting/asked.ts'
import { Gates } from '../src/waiting/gates.ts'
import { Look, type LookParts } from '../src/waiting/look.ts'
import { type Marks, NO_MARKS } from '../src/waiting/marks.ts'
import { type Server, startServer } from './database.ts'
import { DELIVERED, idOf, sagaRecords } from './sagas.ts'

const SEEN_MS = Date.parse('2030-05-01T12:00:00.000Z')
const SAGA = idOf('reservation saga')
const VALIDATED = DELIVERED.slice(0, 4)

let server: Server
let database: Database
beforeAll(async () => {
  server = await startServer()
  database = await server.open()
})
afterAll(() => server.stop())
beforeEach(async () => {
  for (const table of ['saga_events', 'sagas', 'positions', 'stuck_sagas', 'looks'])
    await database.query(`delete from ${table}`)
})

const store = (records = sagaRecords({ types: VALIDATED })) =>
  new Projection({ tables: database, reader: createWrittenReader(), clock: { now: () => SEEN_MS } }).take(records)

interface World {
  readonly marks?: Marks
  /** The version that payment says to have taken. */
  readonly taken?: number
  readonly lacks?: Asked['lacks']
}

/** A look at a world in which payment may be behind. */
function open({ marks, taken = 0, lacks = [] }: World = {}) {
  let nowMs = SEEN_MS
  const away = new Map<ServiceName, Asked['lacks'][number]>(lacks.map((lack) => [lack.service, lack]))
  const parts: LookParts = {
    database,
    clock: { now: () => nowMs },
    work: { ask: async () => ({ atMs: nowMs, ...indexed([], []), lacks, away, cut: new Set() }) },
    gates: new Gates(
      { get: async <T>(service: ServiceName) => gatesOf(service === 'payment' ? taken : 9) as T },
      () => nowMs,
    ),
    marks: marks && { read: async () => marks },
  }
  const look = new Look(parts)
  return (seconds: number) => {
    nowMs = SEEN_MS + 1_000 * seconds
    return look.look()
  }
}

const gatesOf = (version: number) => ({
  items: ['customer', 'reservation', 'order', 'payment', 'shipping'].map((name) => ({
    source: `/services/${name}`,
    version,
  })),
})

const BEHIND: Marks = { ...NO_MARKS, hasRead: (reader) => reader !== 'payment', lagAt: () => 312 }

test('A saga whose consumer is behind is marked, with the words, and freed when it goes on', async () => {
  await store()
  const look = open({ marks: BEHIND })
  expect(await look(5)).toEqual([])
  await look(20)
  const [stuck] = await readStuck(database.query, 10)
  expect(stuck).toMatchObject({
    reservationId: SAGA,
    stuck: true,
    waitingFor: [{ kind: 'consumer', service: 'payment' }],
  })
  expect(await listSagas(database.query, { status: 'stuck' }, { limit: 10 })).toHaveLength(1)
  await store(sagaRecords())
  await look(30)
  expect(await readStuck(database.query, 10)).toEqual([])
})

test('A consumer that has taken the event is believed, although its offset is committed late', async () => {
  await store()
  const found = await open({ marks: BEHIND, taken: 2 })(20)
  expect(found).toEqual([])
})

test('A saga without known work and without news is stuck without a reason', async () => {
  await store()
  const look = open({ marks: BEHIND, taken: 2 })
  expect(await look(29)).toEqual([])
  expect(await look(40)).toMatchObject([{ reservationId: SAGA, waitingFor: [] }])
})

test('Replicas take turns, and what one has found stays until the next look', async () => {
  await store()
  const [one, other] = [open({ marks: BEHIND }), open({ marks: BEHIND })]
  expect(await one(20)).toHaveLength(1)
  expect(await other(21)).toBeUndefined()
  expect(await readStuck(database.query, 10)).toHaveLength(1)
  expect(await other(22)).toHaveLength(1)
})

test('While the view is behind the log nothing is judged', async () => {
  await store()
  const partitions = [{ topic: 'bistro.order.v1', partition: 0, begin: 0n, end: 5_000n }]
  expect(await open({ marks: { ...BEHIND, partitions } })(20)).toBeUndefined()
  expect(await readStuck(database.query, 10)).toEqual([])
})
