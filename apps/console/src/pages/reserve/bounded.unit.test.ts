import { expect, test } from 'vitest'
import { runBounded } from './bounded.ts'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

test('every task runs once, and never more at once than allowed', async () => {
  const ran: number[] = []
  let running = 0
  let most = 0
  const task = async (index: number) => {
    most = Math.max(most, ++running)
    await turn()
    running--
    ran.push(index)
  }
  await runBounded(20, 3, task, new AbortController().signal)
  expect(ran.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index))
  expect(most).toBe(3)
})

test('nothing begins after a stop', async () => {
  const stop = new AbortController()
  let ran = 0
  const task = async () => {
    if (++ran === 4) stop.abort()
    await turn()
  }
  await runBounded(100, 2, task, stop.signal)
  expect(ran).toBe(4)
})
