import type { SagaCommand, SagaEvent } from '@bistro/gateway/contract'
import { expect, test } from 'vitest'
import { type Chip, draw, type Mark } from './drawing.ts'

const START_MS = Date.parse('2026-12-01T12:00:00Z')

const event = (index: number, ms: number, rest: Partial<SagaEvent> = {}): SagaEvent => ({
  service: 'payment',
  type: 'PaymentRefundFailed',
  streamId: 's',
  version: index + 1,
  id: `event-${index}`,
  time: new Date(START_MS + ms).toISOString(),
  seenAt: new Date(START_MS + ms).toISOString(),
  topic: 't',
  partition: 0,
  offset: '0',
  data: {},
  ...rest,
})

const drawn = (events: readonly SagaEvent[], rest: Partial<Parameters<typeof draw>[0]> = {}) =>
  draw({ lanes: [{ service: 'payment', events }], spans: [], commands: [], events, room: 800, ...rest })

const overlap = (a: Chip, b: Chip) => a.y === b.y && a.x < b.x + b.width && b.x < a.x + a.width

test('events of the same millisecond and of a burst cover none of each other', () => {
  const { chips } = drawn(Array.from({ length: 40 }, (_, index) => event(index, Math.floor(index / 3))))
  expect(chips.flatMap((a) => chips.filter((b) => a !== b && overlap(a, b)))).toEqual([])
})

test('what happens later stands further to the right, whatever the pause', () => {
  const { chips } = drawn([0, 1, 2, 500, 86_400_000].map((ms, index) => event(index, ms)))
  const places = chips.map(({ x }) => x)
  expect(places).toEqual([...new Set(places)].sort((a, b) => a - b))
})

test('a longer pause has more room, and a day does not push everything off the page', () => {
  const { chips, width } = drawn([0, 20, 5000, 86_400_000].map((ms, index) => event(index, ms)))
  const [a, b, c, d] = chips.map(({ x }) => x) as [number, number, number, number]
  expect(c - b).toBeGreaterThan(b - a)
  expect(d - c).toBeGreaterThan(c - b)
  expect(width).toBeLessThan(2000)
})

test('a cause and what is undone are tied to the event', () => {
  const { arrows } = drawn([event(0, 0), event(1, 20, { causationId: 'event-0', compensates: 'event-0' })])
  expect(arrows.map(({ key }) => key)).toEqual(['cause-event-1', 'undo-event-1'])
})

test('what still lasts reaches to now', () => {
  const span = { key: 'w', service: 'payment', kind: 'wait', fromMs: START_MS, text: '', isStuck: false } as const
  const { bars, clock } = drawn([event(0, 0)], { spans: [span], nowMs: START_MS + 9000 })
  expect(bars[0]!.x + bars[0]!.width).toBeCloseTo(clock.xOf(START_MS + 9000))
})

test('commands without events stand below the events and above what lasts, and cover nothing', () => {
  const command = (id: string, ms: number): SagaCommand => ({
    ...{ service: 'payment', id, at: new Date(START_MS + ms).toISOString(), by: 'order', kind: 'message' },
    ...{ type: 'UndoPayment', streamId: 's', outcome: 'ignored', reason: 'nothing-charged', events: [] },
    causedBy: 'event-0',
  })
  const span = { key: 'w', service: 'payment', kind: 'wait', fromMs: START_MS, text: '', isStuck: false } as const
  const { chips, marks, bars, arrows } = drawn([event(0, 0)], {
    ...{ commands: [command('c2', 3), command('c1', 2)], spans: [span], nowMs: START_MS + 9000 },
  })
  expect(marks.map(({ command }) => command.id)).toEqual(['c1', 'c2'])
  const [first, second] = marks as [Mark, Mark]
  expect(second.y > first.y || second.x >= first.x + first.width).toBe(true)
  expect(Math.min(...marks.map(({ y }) => y))).toBeGreaterThan(chips[0]!.y)
  expect(Math.max(...marks.map(({ y }) => y))).toBeLessThan(bars[0]!.y)
  expect(arrows.map(({ key }) => key)).toEqual(['mark-c1', 'mark-c2'])
})
