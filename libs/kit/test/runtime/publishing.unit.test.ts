import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Health, SILENT_LOGGER, SYSTEM } from '../../src/runtime/index.ts'
import { publish } from '../../src/runtime/publishing.ts'
import { FakeLog } from '../fakes.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function broker() {
  const log = new FakeLog()
  const health = new Health(SILENT_LOGGER)
  return { log, health, ...SYSTEM, troubles: () => health.troubles.map(({ what, reason }) => `${what}: ${reason}`) }
}

it('tells of a broker that refuses, until it does not', async () => {
  const parts = broker()
  parts.log.beforeSend = () => {
    throw new Error('ECONNREFUSED')
  }
  await expect(publish(parts, 't', [])).rejects.toThrow('ECONNREFUSED')
  expect(parts.troubles()).toEqual(['the broker: ECONNREFUSED'])
  parts.log.beforeSend = () => {}
  await publish(parts, 't', [])
  expect(parts.troubles()).toEqual([])
})

it('tells of a broker that does not answer within four seconds, before the driver gives up', async () => {
  const parts = broker()
  const answered = Promise.withResolvers<void>()
  parts.log.send = () => answered.promise
  const publishing = publish(parts, 't', [])
  await vi.advanceTimersByTimeAsync(3_999)
  expect(parts.troubles()).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(parts.troubles()).toEqual(['the broker: no acknowledgement from t within 4000 ms'])
  answered.resolve()
  await publishing
  expect(parts.troubles()).toEqual([])
})
