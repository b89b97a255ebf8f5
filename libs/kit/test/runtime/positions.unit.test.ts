import { beforeEach, expect, test } from 'vitest'
import { type Position, type Progress, partitionKey } from '../../src/runtime/log.ts'
import { Positions } from '../../src/runtime/positions.ts'

const at = (offset: string): Position => ({ topic: 't', partition: 0, offset })

let stored: Map<string, Position>
const progress: Progress = {
  load: async () => [...stored.values()],
  save: async (steps) => {
    const now = steps.filter((step) => stored.get(partitionKey(step))?.offset === step.before)
    for (const { before: _, ...position } of now) stored.set(partitionKey(position), position)
    return now.length
  },
}
const now = (): string | undefined => stored.get('t 0')?.offset

beforeEach(() => {
  stored = new Map()
})

async function assigned(): Promise<Positions> {
  const positions = new Positions(progress)
  positions.found(await progress.load())
  return positions
}

test('A process stores one position after the other', async () => {
  const positions = await assigned()
  for (const offset of ['5', '7', '9']) {
    await positions.save([at(offset)])
    positions.confirmed()
    expect(now()).toBe(offset)
  }
})

test('One that was paused sets nothing back, however often it tries before the group refuses it', async () => {
  const paused = await assigned()
  await paused.save([at('5')])
  paused.confirmed()
  const other = await assigned()
  await other.save([at('90')])
  await paused.save([at('7')])
  await paused.save([at('8')])
  expect(now()).toBe('90')
})

test('The reader of a partition goes on where the one before has stored its last position late', async () => {
  const before = await assigned()
  const reader = await assigned()
  await before.save([at('5')])
  await reader.save([at('9')])
  expect(now()).toBe('5')
  reader.confirmed()
  await reader.save([at('11')])
  expect(now()).toBe('11')
})

test('What may have been stored although it failed is looked up once the group has confirmed the reader', async () => {
  let isLost = true
  const lossy = new Positions({
    ...progress,
    save: async (steps) => {
      const saved = await progress.save(steps)
      if (isLost) throw new Error('no answer')
      return saved
    },
  })
  lossy.found([])
  await expect(lossy.save([at('5')])).rejects.toThrow('no answer')
  isLost = false
  await lossy.save([at('7')])
  lossy.confirmed()
  await lossy.save([at('9')])
  expect(now()).toBe('9')
})
