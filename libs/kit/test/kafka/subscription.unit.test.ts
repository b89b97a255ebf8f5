import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { subscribe } from '../../src/kafka/subscription.ts'
import { Health, SILENT_LOGGER, type SubscriptionOptions } from '../../src/runtime/index.ts'
import type { Displaced, Position, Step } from '../../src/runtime/log.ts'
import { type Broker, doubleClient } from './driver-double.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

async function joined(
  options: Partial<SubscriptionOptions> = {},
  refusals: readonly (Error | undefined)[] = [],
  broker?: Broker,
) {
  const { client, consumers } = doubleClient(refusals, broker)
  const health = new Health(SILENT_LOGGER)
  const crashes: Error[] = []
  const taken: string[] = []
  const displaced: Displaced[] = []
  const subscription = await subscribe(
    { client, instance: 'payment-host-4004', metadataMaxAge: 30_000 },
    {
      group: 'payment',
      topics: ['t'],
      onBatch: async (records) => {
        taken.push(...records.map(({ offset }) => offset))
      },
      flush: async () => {},
      progress: { load: async () => [], save: async (steps: readonly Step[]) => steps.length },
      onDisplaced: (place) => displaced.push(place),
      health,
      onCrash: (error) => crashes.push(error),
      ...options,
    },
  )
  const current = () => consumers.at(-1)!
  const troubles = () => health.troubles.map(({ what, reason }) => `${what}: ${reason}`)
  return { subscription, consumers, current, crashes, taken, displaced, troubles }
}

const typed = (type: string): Error => Object.assign(new Error(type), { type, retriable: false })

describe('a consumer that the driver has given up', () => {
  it.each(['SASL authentication failed', 'TOPIC_AUTHORIZATION_FAILED', 'UNSUPPORTED_VERSION'])(
    'is replaced by another one, whatever ended it: %s',
    async (reason) => {
      const refused = [undefined, new Error('ECONNREFUSED'), new Error('ECONNREFUSED')]
      const { consumers, current, crashes, taken, troubles } = await joined({}, refused)
      current().emit('crash', typed(reason))
      await vi.advanceTimersByTimeAsync(800)
      expect(consumers).toHaveLength(3)
      await vi.advanceTimersByTimeAsync(10_000)
      expect(consumers).toHaveLength(4)
      expect(consumers[1]?.disconnected).toBe(true)
      await current().fetch([5])
      expect({ crashes, taken }).toEqual({ crashes: [], taken: ['5'] })
      current().emit('network.request')
      await vi.advanceTimersByTimeAsync(500)
      expect(troubles()).toEqual([])
    },
  )

  it('is told, with the reason', async () => {
    const { current, troubles } = await joined({}, [undefined, ...Array(99).fill(new Error('ECONNREFUSED'))])
    current().emit('crash', typed('SASL'))
    await vi.advanceTimersByTimeAsync(4_000)
    expect(troubles()).toEqual([expect.stringMatching(/^the consumer group: .*ECONNREFUSED/)])
  })

  it('ends the process if another one goes by its name', async () => {
    const { consumers, current, crashes } = await joined()
    current().emit('crash', typed('FENCED_INSTANCE_ID'))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(consumers).toHaveLength(1)
    expect(crashes).toHaveLength(1)
  })

  it('does not come back after the subscription was closed', async () => {
    const { subscription, consumers, current } = await joined()
    current().emit('crash', new Error('gone'))
    await vi.advanceTimersByTimeAsync(0)
    await subscription.close()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(consumers).toHaveLength(1)
  })
})

it('a member goes by its instance', async () => {
  const { current } = await joined()
  expect(current().config).toMatchObject({ groupId: 'payment', groupInstanceId: 'payment-host-4004' })
})

it('batches are handed on side by side, so that one transaction takes them all', async () => {
  const stored = Promise.withResolvers<void>()
  const taken: string[] = []
  const { current } = await joined({
    onBatch: async (records) => {
      taken.push(...records.map(({ offset }) => offset))
      await stored.promise
    },
  })
  const fetched = [current().fetch([3]), current().fetch([7]), current().fetch([9])]
  await vi.advanceTimersByTimeAsync(0)
  expect(taken).toEqual(['3', '7', '9'])
  stored.resolve()
  await Promise.all(fetched)
})

describe('offsets', () => {
  it('are committed once what was delivered is stored', async () => {
    const stored = Promise.withResolvers<void>()
    const { current } = await joined({ flush: () => stored.promise })
    expect(await current().fetch([3, 4])).toEqual(['4'])
    await vi.advanceTimersByTimeAsync(7_000)
    expect(current().committed).toEqual([])
    stored.resolve()
    await vi.advanceTimersByTimeAsync(0)
    expect(current().committed).toEqual([{ topic: 't', partition: 0, offset: '5' }])
  })

  it('are not committed by a reader that keeps no positions', async () => {
    const { current, taken, subscription } = await joined({ progress: undefined })
    await current().fetch([3])
    await vi.advanceTimersByTimeAsync(7_000)
    await subscription.close()
    expect([taken, current().committed]).toEqual([['3'], []])
  })

  it('of what could not be taken are neither passed nor committed', async () => {
    const { current } = await joined({ onBatch: () => Promise.reject(new Error('not now')) })
    await expect(current().fetch([3])).rejects.toThrow('not now')
    await vi.advanceTimersByTimeAsync(7_000)
    expect(current().committed).toEqual([])
  })

  it('stay uncommitted while storing fails, and follow when it does not', async () => {
    let isAway = true
    const { current, troubles } = await joined({
      flush: () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve()),
    })
    await current().fetch([3])
    await vi.advanceTimersByTimeAsync(7_000)
    current().emit('network.request')
    await vi.advanceTimersByTimeAsync(500)
    expect(troubles()).toEqual(['the offset commit: away'])
    expect(current().committed).toEqual([])
    isAway = false
    await vi.advanceTimersByTimeAsync(2_000)
    expect(troubles()).toEqual([])
    expect(current().committed).toEqual([{ topic: 't', partition: 0, offset: '4' }])
  })

  it('that were delivered under an earlier assignment are another member’s', async () => {
    const stored = Promise.withResolvers<void>()
    const { current } = await joined({ flush: () => stored.promise })
    await current().fetch([3])
    await vi.advanceTimersByTimeAsync(7_000)
    current().emit('group_join')
    stored.resolve()
    await vi.advanceTimersByTimeAsync(7_000)
    expect(current().committed).toEqual([])
  })
})

describe('work that takes long', () => {
  it('keeps the membership alive, and is not waited for when the group deals its partitions anew', async () => {
    let beats = 0
    const heartbeat = async () => {
      beats += 1
      if (beats === 3) throw typed('REBALANCE_IN_PROGRESS')
    }
    const { current } = await joined({ onBatch: () => new Promise(() => {}) })
    const fetching = expect(current().fetch([3], { heartbeat })).rejects.toThrow('REBALANCE_IN_PROGRESS')
    await vi.advanceTimersByTimeAsync(5_000)
    await fetching
  })

  it('is ended before its copies are begun', async () => {
    const done = Promise.withResolvers<void>()
    const begun: string[] = []
    const onBatch: SubscriptionOptions['onBatch'] = async ([record]) => {
      begun.push(record?.offset ?? '')
      await done.promise
    }
    const { current } = await joined({ onBatch })
    const heartbeat = () => Promise.reject(typed('ILLEGAL_GENERATION'))
    const interrupted = expect(current().fetch([3], { heartbeat })).rejects.toThrow('ILLEGAL_GENERATION')
    await vi.advanceTimersByTimeAsync(2_000)
    await interrupted
    current().emit('group_join')
    const copies = current().fetch([3])
    await vi.advanceTimersByTimeAsync(1_000)
    expect(begun).toEqual(['3'])
    done.resolve()
    expect(await copies).toEqual(['3'])
  })
})

describe('a partition that cannot be read', () => {
  const unreadable = { offset: '9', reason: 'no codec has the number 7' }

  it('waits, longer each time, and is named until it can', async () => {
    const waits: number[] = []
    const { current, taken, troubles } = await joined()
    for (let round = 0; round < 8; round += 1) {
      const began = Date.now()
      const resume = () => waits.push((Date.now() - began) / 1_000)
      expect(await current().fetch([], { unreadable, pause: () => resume })).toEqual([])
      await vi.advanceTimersByTimeAsync(30_000)
      current().emit('network.request')
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30, 30])
    expect(troubles()).toContain('the log: t, partition 0, offset 9 cannot be read: no codec has the number 7')
    await current().fetch([9])
    expect(taken).toEqual(['9'])
    expect(troubles()).not.toContainEqual(expect.stringMatching('the log'))
  })
})

describe('a partition is read from where the reader’s own store says', () => {
  const AHEAD = 'part of the log: t, partition 0: the group was moved to 90, but this service has read only up to 40'

  async function at(stored: number | undefined, broker: Broker) {
    const known: Position[] = stored === undefined ? [] : [{ topic: 't', partition: 0, offset: String(stored) }]
    const saved: string[] = []
    const progress = {
      load: async () => known,
      save: async (steps: readonly Step[]) => {
        saved.push(...steps.map(({ offset }) => offset))
        return steps.length
      },
    }
    return { ...(await joined({ progress }, [], broker)), saved }
  }

  it('though others have moved its group ahead: what was fetched there is not taken, and it says so until it is there', async () => {
    const { current, taken, displaced, troubles } = await at(40, { low: 0, high: 100, committed: 90 })
    expect(await current().fetch([90, 91])).toEqual([])
    expect(current().sought).toEqual([{ topic: 't', partition: 0, offset: '40' }])
    expect(displaced).toMatchObject([{ topic: 't', partition: 0, from: 40n, why: 'ahead' }])
    expect(await current().fetch([40, 41])).toEqual(['41'])
    expect(taken).toEqual(['40', '41'])
    expect(troubles()).toEqual([AHEAD])
    await current().fetch([42, 89])
    expect(troubles()).toEqual([])
  })

  it('which remembers before the group does', async () => {
    const { current, saved } = await at(40, { low: 0, high: 100, committed: 40 })
    current().commitOffsets = () => Promise.reject(new Error('not now'))
    await current().fetch([40])
    await vi.advanceTimersByTimeAsync(7_000)
    expect(saved).toContain('41')
  })

  it('and stores each position in place of the one that it has found or stored before', async () => {
    const steps: string[] = []
    const progress = {
      load: async () => [{ topic: 't', partition: 0, offset: '40' }],
      save: async (saved: readonly Step[]) => {
        steps.push(...saved.map(({ before, offset }) => `${before}-${offset}`))
        return saved.length
      },
    }
    const { current } = await joined({ progress }, [], { low: 0, high: 100, committed: 40 })
    await current().fetch([40])
    await vi.advanceTimersByTimeAsync(7_000)
    await current().fetch([41])
    await vi.advanceTimersByTimeAsync(7_000)
    expect(steps).toEqual(['40-41', '41-42'])
  })

  it.each([
    ['the group is where it was', 40, { low: 0, high: 100, committed: 40 }, [], []],
    ['somebody has set the group back', 40, { low: 0, high: 100, committed: 10 }, [], []],
    ['nothing is known', undefined, { low: 0, high: 100, committed: -1 }, [], []],
    ['it does not know, and the group does', undefined, { low: 3, high: 100, committed: 90 }, ['3'], ['forgotten']],
    ['the group has forgotten', 40, { low: 3, high: 100, committed: -1 }, [], ['forgotten']],
    ['what it lacks is gone', 40, { low: 60, high: 100, committed: 90 }, ['60'], ['lost']],
    ['the topic was made anew', 40, { low: 0, high: 20, committed: 15 }, ['0'], ['replaced']],
  ] as const)('%s', async (_, stored, broker, sought, why) => {
    const { current, displaced } = await at(stored, broker)
    await vi.advanceTimersByTimeAsync(0)
    expect(current().sought.map(({ offset }) => offset)).toEqual(sought)
    expect(displaced.map((place) => place.why)).toEqual(why)
  })

  it('and a log that is cut short while it is read is told of', async () => {
    const broker = { low: 0, high: 100, committed: 40 }
    const { current, displaced } = await at(40, broker)
    await current().fetch([40])
    broker.low = 60
    await current().fetch([60])
    await vi.advanceTimersByTimeAsync(0)
    expect(displaced).toMatchObject([
      { why: 'lost', reason: 'the log deleted 19 records from 41 on before they were read' },
    ])
  })

  it('once that can be told', async () => {
    let isAway = true
    const load = async () => {
      if (isAway) throw new Error('away')
      return [{ topic: 't', partition: 0, offset: '40' }]
    }
    const broker = { low: 0, high: 100, committed: 90 }
    const { current, taken, troubles } = await joined(
      { progress: { load, save: async (steps: readonly Step[]) => steps.length } },
      [],
      broker,
    )
    const fetched = current().fetch([90])
    await vi.advanceTimersByTimeAsync(600)
    expect(troubles()).toContain('the read position: away')
    isAway = false
    await vi.advanceTimersByTimeAsync(600)
    expect([await fetched, taken]).toEqual([[], []])
    expect(current().sought).toHaveLength(1)
  })
})
