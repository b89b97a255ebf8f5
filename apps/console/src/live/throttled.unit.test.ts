import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { throttled } from './throttled.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('a slow run is not cut off by what is asked for meanwhile, and the last request is not lost', async () => {
  let running = 0
  let most = 0
  let ended = 0
  const ask = throttled(100, async () => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, 1000))
    running--
    ended++
  })
  for (let asked = 0; asked < 20; asked++) {
    ask()
    await vi.advanceTimersByTimeAsync(50)
  }
  await vi.advanceTimersByTimeAsync(5000)
  expect({ most, ended }).toEqual({ most: 1, ended: 2 })
})

test('a run that fails is no end', async () => {
  let runs = 0
  const ask = throttled(100, async () => {
    runs++
    throw new Error('away')
  })
  ask()
  await vi.advanceTimersByTimeAsync(200)
  ask()
  await vi.advanceTimersByTimeAsync(200)
  expect(runs).toBe(2)
})
