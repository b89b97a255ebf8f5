import { performance } from 'node:perf_hooks'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { collectWhenIdle } from '../../src/process/idle-collection.ts'

const MIB = 1024 ** 2
const LOOK_MS = 20_000
let heapUsed: number
let utilization: number
let collections: number
let end: () => void

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(process, 'memoryUsage').mockImplementation(() => ({ heapUsed }) as NodeJS.MemoryUsage)
  vi.spyOn(performance, 'eventLoopUtilization').mockImplementation(() => ({ idle: 0, active: 0, utilization }))
  collections = 0
  end = collectWhenIdle(() => {
    collections += 1
    heapUsed = 30 * MIB
  })
})
afterEach(() => {
  end()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

function pass(used: number, share: number): number {
  heapUsed = used * MIB
  utilization = share
  vi.advanceTimersByTime(LOOK_MS)
  return collections
}

it('what a start has left behind goes once, and later only what is worth it', () => {
  expect(pass(50, 0.01)).toBe(1)
  expect(pass(34, 0.01)).toBe(1)
  expect(pass(45, 0.01)).toBe(2)
})

it('a process that works is not stopped for it', () => {
  expect(pass(200, 0.3)).toBe(0)
  expect(pass(200, 0.01)).toBe(1)
})
