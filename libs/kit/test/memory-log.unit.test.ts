import { expect, test } from 'vitest'
import { createMemoryLog } from '../src/memory/log.ts'
import type { RawRecord } from '../src/model/index.ts'
import { Health, type Log, type OutgoingRecord, SILENT_LOGGER } from '../src/runtime/index.ts'
import type { Position, Progress } from '../src/runtime/log.ts'

const record = (key: string, text: string): OutgoingRecord => ({ key, value: Buffer.from(text), headers: { n: text } })
const newLog = () => createMemoryLog({ topics: ['a', 'b'], partitions: 3 })

/** What one reader has stored of how far it is. */
function progressOf(): Progress {
  const known = new Map<string, Position>()
  return {
    load: async () => [...known.values()],
    save: async (steps) => {
      for (const { before: _, ...position } of steps) known.set(`${position.topic} ${position.partition}`, position)
      return steps.length
    },
  }
}

function reader(
  log: Log,
  take: (records: readonly RawRecord[]) => Promise<void> = async () => {},
  progress = progressOf(),
) {
  const displaced: string[] = []
  const seen: string[] = []
  let flushes = 0
  const subscription = log.subscribe({
    group: 'readers',
    topics: ['a', 'b'],
    onBatch: async (records) => {
      await take(records)
      seen.push(...records.map(({ value }) => value.toString()))
    },
    flush: async () => {
      flushes += 1
    },
    progress,
    onDisplaced: ({ why }) => displaced.push(why),
    health: new Health(SILENT_LOGGER),
    onCrash: () => {},
  })
  return { seen, subscription, displaced, flushes: () => flushes }
}

test('a group reads from the beginning, each key in order, never in the turn of whoever sends', async () => {
  const log = newLog()
  await log.send('a', [record('k', '1'), record('k', '2')])
  const { seen, subscription } = reader(log)
  await subscription
  await expect.poll(() => seen).toEqual(['1', '2'])
  await log.send('a', [record('k', '3')])
  expect(seen).toEqual(['1', '2'])
  await expect.poll(() => seen).toEqual(['1', '2', '3'])
  await (await subscription).close()
})

test('records of a key share a partition, and offsets have no gaps', async () => {
  const log = newLog()
  const records: RawRecord[] = []
  const { subscription } = reader(log, async (batch) => void records.push(...batch))
  const keys = Array.from({ length: 30 }, (_, index) => `k${index % 5}`)
  await log.send(
    'b',
    keys.map((key, index) => record(key, String(index))),
  )
  await expect.poll(() => records.length).toBe(30)
  for (const partition of [0, 1, 2]) {
    const own = records.filter((entry) => entry.partition === partition)
    expect(own.map(({ offset }) => offset)).toEqual(own.map((_, index) => String(index)))
  }
  expect(new Set(records.map(({ partition }) => partition)).size).toBeGreaterThan(1)
  await (await subscription).close()
})

test('closing waits for batches, flushes and commits; the next member goes on from there', async () => {
  const log = newLog()
  const gate = Promise.withResolvers<void>()
  const progress = progressOf()
  const first = reader(log, () => gate.promise, progress)
  const subscription = await first.subscription
  await log.send('a', [record('k', '1')])
  await new Promise(setImmediate)
  const closing = subscription.close()
  gate.resolve()
  await closing
  expect([first.seen, first.flushes()]).toEqual([['1'], 1])
  await log.send('a', [record('k', '2')])
  const second = reader(log, undefined, progress)
  await expect.poll(() => second.seen).toEqual(['2'])
  await (await second.subscription).close()
})

test('a batch that fails is delivered again', async () => {
  const log = newLog()
  let failures = 2
  const { seen, subscription } = reader(log, async () => {
    if (failures-- > 0) throw new Error('not yet')
  })
  await log.send('a', [record('k', '1')])
  await expect.poll(() => seen).toEqual(['1'])
  await (await subscription).close()
})

test('an unknown topic is refused', async () => {
  await expect(newLog().send('c', [record('k', '1')])).rejects.toThrow('there is no topic c')
})

test('what another member has taken and committed is read nevertheless, and that is said', async () => {
  const log = newLog()
  const progress = progressOf()
  await log.send('a', [record('k', '1')])
  const first = reader(log, undefined, progress)
  await expect.poll(() => first.seen).toEqual(['1'])
  await (await first.subscription).close()
  await log.send('a', [record('k', '2')])
  const thief = reader(log)
  await expect.poll(() => thief.seen).toEqual(['1', '2'])
  await (await thief.subscription).close()
  const second = reader(log, undefined, progress)
  await expect.poll(() => second.seen).toEqual(['2'])
  expect(second.displaced).toEqual(['ahead'])
  await (await second.subscription).close()
})

test('a topic is read again beside what comes', async () => {
  const log = newLog()
  await log.send('a', [record('k', '1'), record('m', '2')])
  const { seen, subscription } = reader(log)
  await expect.poll(() => seen.toSorted()).toEqual(['1', '2'])
  await (await subscription).reread('a')
  expect(seen.toSorted()).toEqual(['1', '1', '2', '2'])
  await (await subscription).close()
})

test('members of a group share the partitions, and keep them when one goes', async () => {
  const log = newLog()
  const progress = progressOf()
  const [first, second] = [reader(log, undefined, progress), reader(log, undefined, progress)]
  await first.subscription
  await second.subscription
  const keys = Array.from({ length: 12 }, (_, index) => `k${index}`)
  const send = () =>
    log.send(
      'a',
      keys.map((key) => record(key, key)),
    )
  await send()
  await expect.poll(() => [...first.seen, ...second.seen].toSorted()).toEqual(keys.toSorted())
  expect([first, second].map(({ seen }) => seen.length > 0)).toEqual([true, true])
  await (await first.subscription).close()
  await send()
  const times = (key: string) => [...first.seen, ...second.seen].filter((seen) => seen === key).length
  await expect.poll(() => keys.every((key) => times(key) >= 2)).toBe(true)
  await (await second.subscription).close()
})

test('what a member had in work when it was lost, another one reads', async () => {
  const log = newLog()
  const progress = progressOf()
  const lost = { group: 'readers', topics: ['a'], onBatch: () => new Promise<void>(() => {}) }
  const rest = { flush: async () => {}, progress, onDisplaced: () => {}, onCrash: () => {} }
  const options = { ...lost, ...rest, health: new Health(SILENT_LOGGER) }
  await log.subscribe(options)
  await log.send('a', [record('k', '1')])
  await new Promise(setImmediate)
  const { seen, subscription } = reader(log, undefined, progress)
  await subscription
  log.lose(options)
  await expect.poll(() => seen).toEqual(['1'])
  await (await subscription).close()
})

test('a topic that grows sends keys elsewhere, and its members read the new partitions', async () => {
  const log = createMemoryLog({ topics: ['a', 'b'], partitions: 1 })
  const partitions = new Set<number>()
  const { subscription } = reader(log, async (records) => {
    for (const { partition } of records) partitions.add(partition)
  })
  await subscription
  log.grow('a', 7)
  await log.rebalance('readers')
  await log.send(
    'a',
    Array.from({ length: 50 }, (_, index) => record(`k${index}`, '')),
  )
  await expect.poll(() => partitions.size).toBe(8)
  await (await subscription).close()
})

test('a member leaves although what it has taken cannot be stored, and the next one is given it again', async () => {
  const log = newLog()
  const rest = { progress: progressOf(), onDisplaced: () => {}, onCrash: () => {}, health: new Health(SILENT_LOGGER) }
  const flush = () => Promise.reject(new Error('the database is away'))
  const leaving = await log.subscribe({ group: 'readers', topics: ['a'], onBatch: async () => {}, flush, ...rest })
  await log.send('a', [record('k', '1')])
  await new Promise(setImmediate)
  await leaving.close()
  const { seen, subscription } = reader(log)
  await expect.poll(() => seen).toEqual(['1'])
  await (await subscription).close()
})

test('a broadcast reader gets every record beside the groups, from the beginning or from now on', async () => {
  const log = newLog()
  const seen = { beginning: [] as string[], end: [] as string[] }
  const health = new Health(SILENT_LOGGER)
  await log.send('a', [record('k', '1')])
  const opened = await Promise.all(
    (['beginning', 'end'] as const).map((from) => {
      const onBatch = (records: readonly RawRecord[]) => void seen[from].push(...records.map(({ value }) => `${value}`))
      return log.follow({ topics: ['a', 'b'], from, health, onBatch })
    }),
  )
  log.grow('b', 3)
  await log.send('b', [record('m', '2'), record('n', '3')])
  expect(seen).toEqual({ beginning: [], end: [] })
  await expect.poll(() => seen.beginning.toSorted()).toEqual(['1', '2', '3'])
  expect(seen.end.toSorted()).toEqual(['2', '3'])
  await Promise.all(opened.map((following) => following.close()))
  await log.send('a', [record('k', '4')])
  await new Promise(setImmediate)
  expect(seen.beginning).not.toContain('4')
})
