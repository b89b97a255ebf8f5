import { SYSTEM } from '@bistro/kit/runtime'
import { Client } from 'pg'
import { listSagas } from '../src/sagas/list.ts'
import { indexed } from '../src/waiting/asked.ts'
import { Gates } from '../src/waiting/gates.ts'
import { Look } from '../src/waiting/look.ts'
import { NO_MARKS } from '../src/waiting/marks.ts'
import { startServer } from '../test/database.ts'

const SAGAS = 100_000
const OPEN = 10_000
const EVENTS_OF_OPEN = 6
const REPEATS = 5

const FILL = `insert into sagas (reservation_id, order_id, payment_id, shipment_id, customer_id, evening_id, started_at, last_at,
    last_version, last_service, last_type, status, ended_at, reason, seen_at)
  select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),
    now() - n * interval '1 s', now() - n * interval '1 s', 1, 'order', 'OrderValidated',
    case when n <= ${OPEN} then 'open' when n % 7 = 0 then 'cancelled' else 'delivered' end,
    case when n > ${OPEN} then now() end, case when n > ${OPEN} and n % 7 = 0 then 'payment_failed' end, now() - interval '1 min'
  from generate_series(1, ${SAGAS}) as n`
const FILL_EVENTS = `insert into saga_events (service, stream, version, id, type, saga, time, seen_at, topic, kafka_partition,
    kafka_offset, headers, value, unlearned)
  select 'order', order_id, n, gen_random_uuid(), 'OrderValidated', reservation_id, last_at, last_at, 'bistro.order.v1', 0, 0,
    '{}', '', false
  from sagas, generate_series(1, ${EVENTS_OF_OPEN}) as n where status = 'open'`

/** What the list costs among 100,000 sagas, and a look at 10,000 open ones that all wait for a timer. */
const server = await startServer()
try {
  const database = await server.open()
  const filling = new Client({ connectionString: database.url })
  await filling.connect()
  await filling.query(FILL)
  await filling.query(FILL_EVENTS)
  await filling.end()
  const [one] = await database.query<{ id: string; customer: string; order: string }>(
    `select reservation_id as id, customer_id as customer, order_id as "order" from sagas where status = 'delivered' limit 1 offset 5000`,
  )
  const page = { limit: 20 }
  for (const filter of [
    {},
    { status: 'open' },
    { status: 'stuck' },
    { status: 'cancelled,rejected' },
    { status: 'rejected' },
    { reason: 'payment_failed' },
    { customerId: one!.customer },
    { q: one!.order },
    { q: one!.id.slice(0, 8) },
    { since: new Date(Date.now() - 60_000).toISOString() },
  ])
    await report(`list ${JSON.stringify(filter)}`, () => listSagas(database.query, filter, page))
  const streams = await database.query<{ stream: string }>(`select order_id as stream from sagas where status = 'open'`)
  const timers = streams.map(({ stream }) => ({
    ...({ service: 'order', stream, name: 'hold', kind: 'timer', attempt: 0 } as const),
    dueMs: Date.now() + 600_000,
    sinceMs: Date.now(),
  }))
  const work = {
    ask: async () => ({ atMs: Date.now(), ...indexed(timers, []), lacks: [], away: new Map(), cut: new Set<never>() }),
  }
  const gates = new Gates({ get: async () => undefined }, Date.now)
  const marks = { read: async () => ({ ...NO_MARKS, hasRead: () => true, lagAt: () => 0 }) }
  let clockMs = Date.now()
  const clock = { ...SYSTEM.clock, now: () => (clockMs += 2_000) }
  const look = new Look({ database, clock, work, gates, marks })
  await report(`a look at ${OPEN} open sagas`, () => look.look())
} finally {
  await server.stop()
}

async function report(what: string, work: () => Promise<unknown>): Promise<void> {
  const tookMs: number[] = []
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const began = performance.now()
    await work()
    tookMs.push(performance.now() - began)
  }
  const [first = 0, ...others] = tookMs
  process.stdout.write(
    `${what}: first ${first.toFixed(0)} ms, then ${(others.reduce((a, b) => a + b) / others.length).toFixed(0)} ms\n`,
  )
}
