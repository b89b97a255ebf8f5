import { createWrittenReader } from '@bistro/events'
import type { RawRecord } from '@bistro/kit'
import type { Database } from '@bistro/kit/postgres'
import { SYSTEM } from '@bistro/kit/runtime'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { learn } from '../src/projection/learn.ts'
import { Projection } from '../src/projection/projection.ts'
import { loadPositions } from '../src/projection/tables.ts'
import { contentOf, type Server, startServer } from './database.ts'
import { DECLINED, idOf, record, sagaRecords } from './sagas.ts'

let server: Server
let database: Database
beforeAll(async () => {
  server = await startServer()
  database = await server.open()
})
afterAll(() => server.stop())
beforeEach(() => wipe())

async function wipe(): Promise<void> {
  for (const table of ['saga_events', 'sagas', 'positions']) await database.query(`delete from ${table}`)
}

const reader = createWrittenReader()
const projection = (): Projection => new Projection({ tables: database, reader, clock: SYSTEM.clock })

/** Delivers records in batches, as a partition's. */
async function deliver(records: readonly RawRecord[], batch = 7, to = projection()): Promise<void> {
  for (let start = 0; start < records.length; start += batch) await to.take(records.slice(start, start + batch))
}

const RESERVATION = idOf('reservation saga')
const [held] = sagaRecords()
const malformed: RawRecord = { ...held!, offset: '900', headers: { ...held!.headers, ce_sequence: 'first' } }
const undecodable: RawRecord = { ...held!, offset: '901', value: Buffer.from('no event') }
/** A copy in another partition, as after partitions were added. */
const copy: RawRecord = { ...held!, partition: 5, offset: '1' }
const unknown = record(
  'ReservationHeld',
  { ...heldData() },
  { ...held!.headers, ce_subject: idOf('x'), ce_type: 'bistro.reservation.Unheard' },
)

function heldData(): object {
  return reader.read(held!.headers.ce_type!, held!.value).data
}

/** Each made record has a place of its own in the log. */
const withoutPlaces = (content: object): string =>
  JSON.stringify(content).replaceAll(/"kafka_(offset|partition)":\d+,?/g, '')

const ALL: readonly RawRecord[] = [
  ...sagaRecords(),
  ...sagaRecords({ name: 'other', types: DECLINED }),
  malformed,
  undecodable,
  copy,
  unknown,
]

describe('the saga view', () => {
  it('folds a saga into one row', async () => {
    await deliver(sagaRecords())
    const [row] = await database.query('select * from sagas')
    expect(row).toMatchObject({
      reservation_id: RESERVATION,
      status: 'delivered',
      customer_id: idOf('customer of saga'),
      last_type: 'CreditDebited',
      started_at: new Date('2030-05-01T12:00:00.000Z'),
      ended_at: new Date('2030-05-01T12:00:01.400Z'),
    })
  })

  it('keeps the reason of an ending', async () => {
    await deliver(sagaRecords({ types: DECLINED }))
    const rows = await database.query('select status, reason, last_type from sagas')
    expect(rows).toEqual([{ status: 'cancelled', reason: expect.stringMatching(/_/), last_type: 'CreditReleased' }])
  })

  it('is the same in whatever order, however often and in whatever batches its records arrive', async () => {
    await deliver(ALL)
    const expected = await contentOf(database)
    const deliveries = fc.tuple(
      fc.shuffledSubarray([...ALL], { minLength: ALL.length }),
      fc.array(fc.constantFrom(...ALL), { maxLength: 20 }),
      fc.integer({ min: 1, max: ALL.length }),
    )
    await fc.assert(
      fc.asyncProperty(deliveries, async ([shuffled, again, batch]) => {
        await wipe()
        await deliver([...again, ...shuffled, ...again], batch)
        expect(await contentOf(database)).toEqual(expected)
      }),
      { numRuns: 40 },
    )
  })

  it('takes any record: without valid headers, without valid bytes, of an unknown type', async () => {
    await deliver([malformed, undecodable, unknown])
    const rows = await database.query<{ type: string; version: number; problem: string }>(
      'select type, version, problem, length(value) > 0 as "hasValue" from saga_events order by version, type',
    )
    expect(rows).toEqual([
      { type: 'ReservationHeld', version: 0, hasValue: true, problem: expect.stringContaining('ce_sequence') },
      { type: 'ReservationHeld', version: 1, hasValue: true, problem: expect.stringContaining('byte 0') },
      { type: 'Unheard', version: 1, hasValue: true, problem: expect.stringContaining('was written as') },
    ])
  })

  it('prefers the readable one of two records of one event', async () => {
    await deliver([undecodable, held!])
    expect(await database.query('select problem from saga_events')).toEqual([{ problem: null }])
  })

  it('reads an event again when its schema can be loaded', async () => {
    const notYet = {
      read: () => {
        throw Object.assign(new Error('Schema 30 is not known'), { retryable: true })
      },
      prepare: async () => Promise.reject(new Error('The registry does not answer')),
    }
    await new Projection({ tables: database, reader: notYet, clock: SYSTEM.clock }).take(sagaRecords())
    expect(await database.query('select customer_id from sagas')).toEqual([{ customer_id: null }])
    expect(await learn(database, notYet)).toBe(0)
    expect(await learn(database, reader)).toBe(sagaRecords().length)
    const learned = await contentOf(database)
    await wipe()
    await deliver(sagaRecords())
    expect(withoutPlaces(learned)).toEqual(withoutPlaces(await contentOf(database)))
    expect(await learn(database, reader)).toBe(0)
  })

  it('stores its positions with the rows, and neither if the transaction fails', async () => {
    await deliver(sagaRecords().slice(0, 3), 1)
    const before = await loadPositions(database.query)
    expect(before).toContainEqual({ topic: held!.topic, partition: expect.any(Number), offset: expect.any(String) })
    const failing = new Projection({
      reader,
      clock: SYSTEM.clock,
      tables: {
        transaction: (work) =>
          database.transaction(async (query) => {
            await work(query)
            throw new Error('the server is gone')
          }),
      },
    })
    await expect(failing.take(sagaRecords().slice(3, 9))).rejects.toThrow('the server is gone')
    expect(await loadPositions(database.query)).toEqual(before)
    expect(await database.query('select count(*) as n from saga_events')).toEqual([{ n: 3 }])
  })

  it('is written by two replicas at once without a deadlock', async () => {
    const sagas = Array.from({ length: 200 }, (_, index) => sagaRecords({ name: `s${index}` })).flat()
    const shuffled = sagas.toReversed()
    await Promise.all([deliver(sagas, 300, projection()), deliver(shuffled, 300, projection())])
    expect(await database.query('select count(*) as n from saga_events')).toEqual([{ n: sagas.length }])
  })
})
