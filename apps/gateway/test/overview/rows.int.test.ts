import { createWrittenReader } from '@bistro/events'
import type { Database } from '@bistro/kit/postgres'
import { SYSTEM } from '@bistro/kit/runtime'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readRows } from '../../src/overview/rows.ts'
import { Projection } from '../../src/projection/projection.ts'
import { type Server, startServer } from '../database.ts'
import { held, orderCancelled, rejectedFull, uuid } from '../live/records.ts'

let server: Server
let database: Database
beforeAll(async () => {
  server = await startServer()
  database = await server.open()
})
afterAll(() => server.stop())

const NOW = Date.parse('2030-01-01T12:30:30.000Z')
const ago = (minutes: number): number => NOW - minutes * 60_000

it('sagas are counted by status, and by minute in the last half hour', async () => {
  const projection = new Projection({ tables: database, reader: createWrittenReader(), clock: SYSTEM.clock })
  await projection.take([
    held(uuid(1), { atMs: ago(45) }),
    held(uuid(2), { atMs: ago(2) }),
    orderCancelled(uuid(2), { atMs: ago(1), stream: uuid(52) }),
    held(uuid(3), { atMs: ago(2) }),
    { ...rejectedFull(uuid(4)), headers: { ...rejectedFull(uuid(4)).headers, ce_time: new Date(NOW).toISOString() } },
  ])
  await database.query(`insert into stuck_sagas (reservation_id, since, waiting_for) values ($1, now(), '[]')`, [
    uuid(1),
  ])
  const { counts, minutes, stuck, stuckIds } = await readRows(database, NOW)
  expect(counts).toEqual({ open: 2, stuck: 1, delivered: 0, cancelled: 1, rejected: 1 })
  expect(minutes).toHaveLength(30)
  const nothing = { started: 0, delivered: 0, cancelled: 0, rejected: 0 }
  expect(minutes.slice(-3)).toEqual([
    { ...nothing, minute: '2030-01-01T12:28:00.000Z', started: 2 },
    { ...nothing, minute: '2030-01-01T12:29:00.000Z', cancelled: 1 },
    { ...nothing, minute: '2030-01-01T12:30:00.000Z', started: 1, rejected: 1 },
  ])
  expect(minutes.slice(0, -3).every(({ started }) => started === 0)).toBe(true)
  expect(stuck).toMatchObject([{ reservationId: uuid(1), stuck: true, waitingFor: [] }])
  expect(stuckIds).toEqual(new Set([uuid(1)]))
})
