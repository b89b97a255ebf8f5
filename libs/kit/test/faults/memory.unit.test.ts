import { expect, test } from 'vitest'
import { Life, Memory, NOTHING_BROKEN, PlannedDecisions } from '../../src/faults/index.ts'
import type { PendingRow } from '../../src/model/unit-of-work.ts'

const SET_MS = Date.parse('2027-03-01T12:00:00.000Z')
const idAt = (ms: number): string => {
  const time = ms.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000001`
}
const row = (kind: PendingRow['kind'], setMs = SET_MS): PendingRow => ({
  ...{ id: idAt(setMs), stream: 's', name: 'n', kind, due: { afterMs: 0 }, attempt: 1, request: {} },
  cause: { id: 'c', traceparent: undefined },
})
const life = () => new Life(new PlannedDecisions(NOTHING_BROKEN, 0, () => {}), () => {})

test('a volatile timer is its own process’s alone, and effects are everybody’s', () => {
  const memory = new Memory()
  const [own, other] = [life(), life()]
  memory.setTimer(row('timer'), own)
  expect([memory.isOwn(row('timer'), own), memory.isOwn(row('timer'), other)]).toEqual([true, false])
  expect(memory.isOwn(row('effect'), other)).toBe(true)
  expect(memory.isSet(row('timer'))).toBe(true)
  own.end()
  expect(memory.isSet(row('timer'))).toBe(false)
})

test('a process keeps the timers that it has set before timers became volatile, and none from before it began', () => {
  const memory = new Memory()
  memory.begin(SET_MS, SET_MS + 1_000)
  const isOwn = (setMs: number) => memory.isOwn(row('timer', setMs), life())
  expect([isOwn(SET_MS - 1), isOwn(SET_MS), isOwn(SET_MS + 1_000)]).toEqual([false, true, false])
})
