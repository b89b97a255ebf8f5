import { expect, it } from 'vitest'
import { createMemoryStore } from '../../src/memory/store.ts'
import { GapWatch } from '../../src/runtime/gap-watch.ts'
import { Health, SILENT_LOGGER, SILENT_METER, SYSTEM } from '../../src/runtime/index.ts'
import { library } from '../library.ts'

const [TOPIC] = library.subscribes as [string]
const SECOND_MS = 1_000
const HOUR_S = 3_600

/** A service with holes, looked at every five seconds of a clock that is turned by hand. */
function watching(read: (topic: string) => Promise<void> = async () => {}) {
  let now = 0
  const rereads: number[] = []
  const holes = { open: [] as string[] }
  const warnings: object[] = []
  const logger = { ...SILENT_LOGGER, warn: (fields: object, text: string) => void warnings.push({ ...fields, text }) }
  const health = new Health(SILENT_LOGGER)
  const store = { ...createMemoryStore(), holes: async () => holes.open.map((id) => ({ id, topic: TOPIC })) }
  const parts = {
    service: library,
    store,
    logger,
    meter: SILENT_METER,
    health,
    clock: { ...SYSTEM.clock, monotonic: () => now },
  }
  const reread = async (topic: string) => {
    rereads.push(now / SECOND_MS)
    await read(topic)
  }
  const gaps = new GapWatch(parts, reread)
  const pass = async (seconds: number) => {
    for (const until = now + seconds * SECOND_MS; now < until; now += 5 * SECOND_MS) {
      await gaps.look()
      await new Promise(setImmediate)
    }
  }
  return { gaps, pass, rereads, holes, warnings, troubles: () => health.troubles.map(({ what }) => what) }
}

it('a gap that is not filled has its topic read again, and it is said until it is filled', async () => {
  const { pass, rereads, holes, troubles } = watching()
  await pass(60)
  expect(rereads).toEqual([])
  holes.open = ['a']
  await pass(5)
  expect([rereads, troubles()]).toEqual([[60], [`part of ${TOPIC}`]])
  holes.open = []
  await pass(60)
  expect([rereads, troubles()]).toEqual([[60], []])
})

it('a gap whose predecessor never was costs three readings, with growing pauses, and then only stays parked', async () => {
  const { pass, rereads, holes, troubles } = watching()
  holes.open = ['forged']
  await pass(HOUR_S)
  expect(rereads).toEqual([0, 10, 30])
  expect(troubles()).toEqual([])
})

it('once a gap is given up, the log says that its message stays parked', async () => {
  const { pass, holes, warnings } = watching()
  holes.open = ['forged', 'forged too']
  await pass(HOUR_S)
  expect(warnings.filter((warning) => 'messages' in warning)).toEqual([
    { topic: TOPIC, messages: 2, text: 'messages stay parked: what they wait for is not in the topic' },
  ])
})

it('new ones every minute, all forged, cost a reading every five minutes', async () => {
  const { pass, rereads, holes } = watching()
  for (let minute = 0; minute < 60; minute += 1) {
    holes.open = [...holes.open, `forged ${minute}`]
    await pass(60)
  }
  expect(rereads.length).toBeLessThan(20)
})

it('what could not be read is read later, and does not count', async () => {
  let failures = 5
  const { pass, rereads, holes } = watching(async () => {
    if (failures-- > 0) throw new Error('away')
  })
  holes.open = ['a']
  await pass(HOUR_S)
  expect(rereads).toHaveLength(5 + 3)
})

it('an operator has a topic read at once, and one reading is enough for all who ask', async () => {
  const reading = Promise.withResolvers<void>()
  const { gaps, pass, rereads, holes } = watching(() => reading.promise)
  expect([gaps.ask(TOPIC), gaps.ask(TOPIC), gaps.ask('bistro.nobody.v1')]).toEqual([true, true, false])
  holes.open = ['a']
  await pass(60)
  expect(rereads).toEqual([0])
  reading.resolve()
})
