import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Health } from '../src/runtime/health.ts'
import { SILENT_LOGGER } from '../src/runtime/logger.ts'
import { watchRegistry } from '../src/runtime/registry-watch.ts'
import { SYSTEM } from '../src/runtime/system.ts'
import { CountingMeter, LearningCodec } from './fakes.ts'

const LIE = 'The registry has another schema under id 7.'

let codec: LearningCodec
let health: Health
let meter: CountingMeter
let errors: string[]
let end: () => void

const watch = () => {
  const logger = { ...SILENT_LOGGER, error: (_: object, text: string) => void errors.push(text) }
  end = watchRegistry({ codec, health, logger, meter, clock: SYSTEM.clock })
}
const later = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const troubles = () => health.troubles.map(({ what, reason }) => `${what}: ${reason}`)

beforeEach(() => {
  vi.useFakeTimers()
  codec = new LearningCodec()
  health = new Health(SILENT_LOGGER)
  meter = new CountingMeter()
  errors = []
})
afterEach(() => {
  end()
  vi.useRealTimers()
})

test('what the registry says otherwise is said loudly once, is on the list of troubles, and counted', async () => {
  codec.differences = [LIE]
  watch()
  await later(0)
  expect(troubles()).toEqual([`the schema registry: ${LIE}`])
  expect(health.obstacle).toBeUndefined()
  expect(meter.differing).toBe(1)
  await later(60_000)
  expect(errors).toEqual([`the schema registry differs from this program: ${LIE}`])

  codec.differences = [LIE, 'The registry has lost schema 8.']
  await later(10_000)
  expect(errors).toHaveLength(2)
})

test('a registry that has come round is believed to be well, and is looked at again', async () => {
  codec.differences = [LIE]
  watch()
  await later(0)
  codec.differences = []
  await later(10_000)
  expect([troubles(), meter.differing]).toEqual([[], 0])
  codec.differences = [LIE]
  await later(300_000)
  expect(errors).toHaveLength(2)
})

test('many differences are told as a few and a number', async () => {
  codec.differences = ['A.', 'B.', 'C.', 'D.', 'E.']
  watch()
  await later(0)
  expect(troubles()).toEqual(['the schema registry: A. B. C. 2 more differ.'])
  expect(meter.differing).toBe(5)
})

test('a registry that is away is asked again, and is no lie', async () => {
  codec.registry = 'away'
  watch()
  await later(0)
  expect(troubles()).toEqual(['the schema registry: the registry is away'])
  codec.registry = 'there'
  await later(10_000)
  expect([troubles(), errors]).toEqual([[], []])
})
