import { expect, it } from 'vitest'
import { endedIn, stackedMinutes } from './minutes.ts'

const minutes = [
  { minute: '2026-01-01T10:00:00.000Z', started: 9, delivered: 5, cancelled: 2, rejected: 1 },
  { minute: '2026-01-01T10:01:00.000Z', started: 1, delivered: 0, cancelled: 1, rejected: 0 },
]

it('stacks the endings, the highest edge first', () => {
  const begin = Date.parse('2026-01-01T10:00:00Z') / 1000
  expect(stackedMinutes(minutes)).toEqual([
    [begin, begin + 60],
    [8, 1],
    [7, 1],
    [5, 0],
  ])
})

it('counts what is drawn, the minute that still runs included', () => {
  expect(endedIn(minutes, 'cancelled')).toBe(3)
  expect(endedIn([], 'cancelled')).toBe(0)
})
