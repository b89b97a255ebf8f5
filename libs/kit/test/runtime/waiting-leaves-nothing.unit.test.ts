import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryLog, createMemoryStore } from '../../src/memory/index.ts'
import {
  CONSISTENCY_WAIT_MS,
  Health,
  type RunningRuntime,
  SILENT_LOGGER,
  SILENT_METER,
  SYSTEM,
  startRuntime,
} from '../../src/runtime/index.ts'
import { jsonCodec, library } from '../library.ts'

const HOUR_MS = 3_600_000
/** Reads that wait side by side. */
const READERS = 8
/** Far below what an hour of forgotten waits would hold. */
const GROWTH_BYTES = 4_000_000
const LOAN = '01890000-0000-7000-8000-000000000001'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

let runtime: RunningRuntime

beforeEach(async () => {
  vi.useFakeTimers()
  const log = createMemoryLog({ topics: ['test.library.v1', 'test.warehouse.v1'], partitions: 1 })
  const quiet = { logger: SILENT_LOGGER, meter: SILENT_METER, health: new Health(SILENT_LOGGER), ...SYSTEM }
  runtime = await startRuntime({
    service: library,
    store: createMemoryStore(),
    log,
    codec: jsonCodec,
    ports: undefined,
    ...quiet,
  })
})

afterEach(async () => {
  const stopped = runtime.stop()
  await vi.runAllTimersAsync()
  await stopped
  vi.useRealTimers()
})

async function waitInVain(): Promise<void> {
  const waits = Array.from({ length: READERS }, () => runtime.reached(library.source, LOAN, 1))
  await vi.advanceTimersByTimeAsync(CONSISTENCY_WAIT_MS)
  expect(await Promise.all(waits)).toEqual(Array(READERS).fill(false))
}

function heapUsed(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

test('an hour of waits for versions that never come leaves no waiter, no timer and no growth', {
  timeout: 60_000,
}, async () => {
  const atRest = vi.getTimerCount()
  for (let warmUp = 0; warmUp < 10; warmUp++) await waitInVain()
  const before = heapUsed()
  for (let passedMs = 0; passedMs < HOUR_MS; passedMs += CONSISTENCY_WAIT_MS) await waitInVain()
  expect(heapUsed() - before).toBeLessThan(GROWTH_BYTES)
  expect(vi.getTimerCount()).toBe(atRest)
})
