import { Health, type PartitionReader, SILENT_LOGGER, type Survey, SYSTEM } from '@bistro/kit/runtime'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Monitor } from '../../src/overview/monitor.ts'
import { RecordTimes } from '../../src/overview/record-times.ts'
import { NO_ROWS } from '../../src/overview/rows.ts'
import { ServicesWatch } from '../../src/overview/services-watch.ts'
import { partitionsOf } from '../../src/partitions/partitions.ts'
import { type Services, ServiceUnavailable } from '../../src/services.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const READY = { status: 200, text: JSON.stringify({ status: 'ready', unavailable: [] }) }
const METRICS = '# TYPE bistro_failing gauge\nbistro_failing 2\n# TYPE bistro_parked_records gauge\n'
const SINCE = '2030-01-01T00:00:00.000Z'
const UNREADY = {
  status: 503,
  text: JSON.stringify({ unavailable: [{ what: 'the log', reason: 'refused', since: SINCE }] }),
}

/** A log with one partition of each topic, ten records each, of which each service has read four. */
function surveyOf(state: { isAway: boolean }): Survey {
  const ask = async <T>(answer: T): Promise<T> => {
    if (state.isAway) throw new Error('Kafka is unavailable: refused')
    return answer
  }
  return {
    partitions: (topics) => ask(topics.map((topic) => ({ topic, partition: 0, begin: 0n, end: 10n }))),
    readers: (group, topics) =>
      ask(topics.map((topic): PartitionReader => ({ group, topic, partition: 0, position: 4n }))),
    members: () => ask(new Map([['payment bistro.order.v1 0', 'payment-host']])),
    close: async () => {},
  }
}

function monitored() {
  const away = { database: false, log: { isAway: false }, service: '' }
  const health = new Health(SILENT_LOGGER)
  const services: Services = {
    ask: async (service, path) => {
      if (service !== away.service) health.recovered(service)
      else {
        health.failed(service, 'does not answer', 'others')
        throw new ServiceUnavailable(service, 'does not answer')
      }
      if (path === '/metrics') return { status: 200, text: METRICS }
      return service === 'order' ? UNREADY : READY
    },
    get: async () => undefined,
    close: async () => {},
  }
  const watch = new ServicesWatch(services, health)
  const monitor = new Monitor({
    ...{ clock: SYSTEM.clock, health, times: new RecordTimes(), survey: surveyOf(away.log), onChange: () => {} },
    watch,
    readRows: async () => {
      if (away.database) throw new Error('Postgres is unavailable')
      return { ...NO_ROWS, counts: { open: 0, stuck: 0, delivered: 7, cancelled: 0, rejected: 0 } }
    },
  })
  monitor.start()
  const named = () => monitor.unavailable.map(({ what }) => what).sort()
  return { monitor, watch, away, named, of: (name: string) => monitor.services.find(({ service }) => service === name) }
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

it('tells what each service says of itself, and how far it is behind', async () => {
  const { of, named, monitor, watch } = monitored()
  await pass(1_000)
  expect(of('payment')).toEqual({
    ...{ service: 'payment', ready: true, parked: 0, pendingFailing: 2, lagMessages: 6, lagSeconds: 0 },
  })
  expect(of('order')).toMatchObject({ ready: false, reason: 'the log: refused', since: SINCE })
  expect(monitor.unavailable).toEqual([{ what: 'order', reason: 'the log: refused', since: SINCE }])
  expect(named()).toEqual(['order'])
  const sinceMs = Date.parse(SINCE)
  expect(watch.lacks).toEqual([{ service: 'order', what: 'the log', reason: 'refused', sinceMs }])
})

it('names what is away, keeps what it knew, and recovers by itself', async () => {
  const { monitor, watch, away, named, of } = monitored()
  await pass(1_000)
  away.database = true
  away.log.isAway = true
  away.service = 'payment'
  await pass(4_000)
  expect(named()).toEqual(['Kafka', 'order', 'payment', "the gateway's database"])
  expect(monitor.rows.counts?.delivered).toBe(7)
  expect(of('payment')).toMatchObject({ ready: false, reason: 'does not answer', pendingFailing: 2, lagMessages: 6 })
  const lack = { service: 'payment', reason: 'does not answer', sinceMs: expect.any(Number) }
  expect(watch.lacks).toContainEqual(lack)
  away.database = false
  away.log.isAway = false
  away.service = ''
  await pass(6_000)
  expect(named()).toEqual(['order'])
  expect(of('payment')).toMatchObject({ ready: true })
})

it('partitions are listed with who reads them, how far', async () => {
  const { topics } = await partitionsOf(surveyOf({ isAway: false }))
  const order = topics.find(({ topic }) => topic === 'bistro.order.v1')
  expect(order).toMatchObject({ service: 'order', partitions: [{ partition: 0, begin: '0', end: '10' }] })
  expect(order?.partitions[0]?.readers).toContainEqual({
    ...{ service: 'payment', member: 'payment-host', position: '4', lagMessages: 6 },
  })
  expect(order?.partitions[0]?.readers).toContainEqual({ service: 'customer', position: '4', lagMessages: 6 })
})
