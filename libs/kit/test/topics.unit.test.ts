import { v7 } from 'uuid'
import { afterEach, describe, expect, it, test, vi } from 'vitest'
import { createMemoryStore } from '../src/memory/store.ts'
import type { Service } from '../src/model/index.ts'
import { onTopics } from '../src/process/topics.ts'
import {
  Health,
  type OutgoingRecord,
  type RunningRuntime,
  SILENT_LOGGER,
  SYSTEM,
  startRuntime,
} from '../src/runtime/index.ts'
import { CountingMeter, FakeLog } from './fakes.ts'
import { jsonCodec, library } from './library.ts'

const [FIRST, LATER] = ['test.library.v1', 'test.library.v2']
const twoTopics = { ...library, laterTopics: [LATER] }

/** A log that keeps topics apart. */
class TopicLog extends FakeLog {
  readonly byTopic = new Map<string, OutgoingRecord[]>()

  override async send(topic: string, records: readonly OutgoingRecord[]): Promise<void> {
    await super.send(topic, records)
    this.byTopic.set(topic, [...(this.byTopic.get(topic) ?? []), ...records])
  }

  subjects = (topic: string) => this.byTopic.get(topic)?.map(({ headers }) => headers.ce_subject) ?? []
}

const running: RunningRuntime[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((runtime) => runtime.stop()))
})

async function start(publishes: string, store = createMemoryStore(), definition: Service = twoTopics) {
  const log = new TopicLog()
  const service = onTopics(definition, { BISTRO_PUBLISH: publishes, BISTRO_READ: '' })
  const parts = {
    service,
    store,
    log,
    codec: jsonCodec,
    ports: {},
    logger: SILENT_LOGGER,
    meter: new CountingMeter(),
    health: new Health(SILENT_LOGGER),
    ...SYSTEM,
  }
  const runtime = await startRuntime(parts)
  running.push(runtime)
  const open = async () => {
    const stream = v7()
    const command = () => ({ type: 'Open' })
    await runtime.submit({
      cause: { id: v7(), traceparent: undefined },
      by: 'guest',
      aggregate: 'loan',
      stream,
      reads: [],
      command,
    })
    return stream
  }
  return { store, log, open, stop: () => runtime.stop() }
}

describe('a service that publishes to a later topic', () => {
  it('publishes there what was stored before, and what is stored now, beside the first topic', async () => {
    const before = await start('v1')
    const old = await before.open()
    await before.stop()
    const { log, open } = await start('v1,v2', before.store)
    const fresh = await open()
    await vi.waitFor(() => expect(log.subjects(LATER!)).toEqual([old, fresh]))
    expect(log.subjects(FIRST!)).toEqual([fresh])
  })

  it('publishes it as the same event in the shape of that topic', async () => {
    const { log, open } = await start('v1,v2')
    await open()
    await vi.waitFor(() => expect(log.subjects(LATER!)).toHaveLength(1))
    const [[first], [later]] = [log.byTopic.get(FIRST!)!, log.byTopic.get(LATER!)!]
    expect(later?.headers).toEqual(first?.headers)
    expect(JSON.parse(String(later?.value))).toMatchObject({ topic: LATER })
    expect(JSON.parse(String(first?.value))).not.toHaveProperty('topic')
  })

  it('leaves the first one alone once it is retired, and fills it from the beginning should it come back', async () => {
    const retired = await start('v2')
    const stream = await retired.open()
    await vi.waitFor(() => expect(retired.log.subjects(LATER!)).toEqual([stream]))
    await retired.stop()
    expect(retired.log.subjects(FIRST!)).toEqual([])
    const { log, open } = await start('v1,v2', retired.store)
    const next = await open()
    await vi.waitFor(() => expect(log.subjects(FIRST!)).toEqual([stream, next]))
  })

  it('tries again while the broker is away, and loses nothing', async () => {
    const { log, open } = await start('v2')
    let failures = 1
    log.beforeSend = () => {
      if (failures-- > 0) throw new Error('away')
    }
    const stream = await open()
    await vi.waitFor(() => expect(log.subjects(LATER!)).toEqual([stream]), { timeout: 3_000 })
  })
})

describe('a service without a topic', () => {
  const { topic: _, ...reader } = {
    ...library,
    aggregates: library.aggregates.map((one) => ({ ...one, visibility: 'private' as const })),
  }

  it('publishes nothing of what it stores', async () => {
    const { log, open, stop } = await start('v1', createMemoryStore(), reader)
    await open()
    await stop()
    expect([...log.byTopic.values()].flat()).toEqual([])
  })

  it('may have no published stream', async () => {
    const { topic: _, ...speaker } = library
    await expect(start('v1', createMemoryStore(), speaker)).rejects.toThrow(
      'library has no topic for the events of loan',
    )
  })
})

describe('topics by settings', () => {
  const service = { ...twoTopics, subscribes: ['test.shop.v1', 'test.warehouse.v1'] }

  test('read another topic of one service, in place of the first', () => {
    const { subscribes, publishes } = onTopics(service, { BISTRO_PUBLISH: 'v1', BISTRO_READ: 'warehouse:v2' })
    expect(subscribes).toEqual(['test.shop.v1', 'test.warehouse.v2'])
    expect(publishes).toEqual([FIRST])
  })

  test.each([
    [{ BISTRO_PUBLISH: 'v3', BISTRO_READ: '' }, 'can publish only to test.library.v1, test.library.v2'],
    [
      { BISTRO_PUBLISH: 'v1', BISTRO_READ: 'bakery:v2' },
      'BISTRO_READ names bakery, but library reads only test.shop.v1',
    ],
  ])('%o is refused', (settings, reason) => {
    expect(() => onTopics(service, settings)).toThrow(reason)
  })

  test('of one that publishes nothing cannot be chosen', () => {
    const wanted = { BISTRO_PUBLISH: 'v2', BISTRO_READ: '' }
    expect(() => onTopics({ ...service, topic: undefined }, wanted)).toThrow('library publishes nothing')
  })
})
