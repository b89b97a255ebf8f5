import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { follow } from '../../src/kafka/follow.ts'
import { Health, SILENT_LOGGER } from '../../src/runtime/index.ts'
import { doubleClient } from './driver-double.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

async function followed(from: 'beginning' | 'end', refusals: readonly (Error | undefined)[] = []) {
  const { client, consumers } = doubleClient(refusals)
  const health = new Health(SILENT_LOGGER)
  const taken: string[] = []
  const following = await follow(
    { client, user: 'gateway', metadataMaxAge: 30_000 },
    { topics: ['t'], from, health, onBatch: (records) => void taken.push(...records.map(({ offset }) => offset)) },
  )
  const troubles = () => health.troubles.map(({ what, reason }) => `${what}: ${reason}`)
  return { following, consumers, current: () => consumers.at(-1)!, taken, troubles }
}

it('reads in a group of its own, named after its user, and commits nothing', async () => {
  const { current, taken } = await followed('beginning')
  const other = await followed('beginning')
  expect(current().config.groupId).toMatch(/^gateway[.]/)
  expect(other.current().config.groupId).not.toBe(current().config.groupId)
  expect(await current().fetch([0, 1])).toEqual(['1'])
  await vi.advanceTimersByTimeAsync(10_000)
  expect({ taken, committed: current().committed }).toEqual({ taken: ['0', '1'], committed: [] })
})

it('from the end leaves out what was there before, even if it was fetched before the seek', async () => {
  const { current, taken } = await followed('end')
  expect(current().sought).toEqual([{ topic: 't', partition: 0, offset: '100' }])
  await current().fetch([0, 1, 2])
  await current().fetch([99, 100, 101])
  expect(taken).toEqual(['100', '101'])
})

it('goes on where it was when the driver gives up, and tells of it meanwhile', async () => {
  const gone = Array(15).fill(new Error('ECONNREFUSED'))
  const { current, taken, troubles } = await followed('beginning', [undefined, ...gone])
  await current().fetch([0, 1])
  current().emit('crash', new Error('the broker is gone'))
  await vi.advanceTimersByTimeAsync(5_000)
  expect(troubles()).toEqual([expect.stringMatching(/^the broadcast of events: .*ECONNREFUSED/)])
  await vi.advanceTimersByTimeAsync(30_000)
  expect(current().sought).toEqual([{ topic: 't', partition: 0, offset: '2' }])
  await current().fetch([1, 2])
  expect(taken).toEqual(['0', '1', '2'])
  current().emit('network.request')
  await vi.advanceTimersByTimeAsync(500)
  expect(troubles()).toEqual([])
})

it('a partition that cannot be read is told, and delivers nothing', async () => {
  const { current, taken, troubles } = await followed('beginning')
  await current().fetch([0], { unreadable: { reason: 'bad checksum' }, pause: () => () => {} })
  expect({ taken, troubles: troubles() }).toEqual({
    taken: [],
    troubles: ['the log: t, partition 0 cannot be read: bad checksum'],
  })
})

it('does not come back after it was closed', async () => {
  const { following, consumers, current } = await followed('beginning')
  await following.close()
  expect(current().disconnected).toBe(true)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(consumers).toHaveLength(1)
})

it('reads on when what it has handed over is taken', async () => {
  const { client, consumers } = doubleClient([])
  const taken = Promise.withResolvers<void>()
  await follow(
    { client, user: 'gateway', metadataMaxAge: 30_000 },
    { topics: ['t'], from: 'beginning', health: new Health(SILENT_LOGGER), onBatch: () => taken.promise },
  )
  let fetched: readonly string[] | undefined
  const fetching = consumers
    .at(-1)!
    .fetch([0])
    .then((offsets) => {
      fetched = offsets
    })
  await vi.advanceTimersByTimeAsync(1_000)
  expect(fetched).toBeUndefined()
  taken.resolve()
  await fetching
  expect(fetched).toEqual(['0'])
})
