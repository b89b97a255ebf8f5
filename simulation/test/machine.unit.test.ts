import { Life, Random } from '@bistro/kit/faults'
import { expect, test } from 'vitest'
import { Faults } from '../src/faults.ts'
import { Agenda, BEGINNING_MS } from '../src/machine/agenda.ts'
import { clockOf } from '../src/machine/clock.ts'

test('what is due first happens first, and in the order of asking where two are due together', async () => {
  const agenda = new Agenda()
  const seen: string[] = []
  for (const [ms, name] of [
    [30, 'd'],
    [10, 'a'],
    [20, 'b'],
    [20, 'c'],
  ] as const)
    agenda.in(ms, () => void seen.push(`${name} at ${agenda.nowMs - BEGINNING_MS}`))
  while (agenda.run() > 0) {}
  expect(seen).toEqual(['a at 10', 'b at 20', 'c at 20', 'd at 30'])
})

test('what is asked for while others run waits until promises have gone on', async () => {
  const agenda = new Agenda()
  const seen: string[] = []
  agenda.in(0, () => agenda.timer(0, () => void seen.push('asked for on the way')))
  agenda.in(0, () => void seen.push('asked for before'))
  expect([agenda.run(), seen]).toEqual([2, ['asked for before']])
  expect([agenda.run(), seen]).toEqual([1, ['asked for before', 'asked for on the way']])
})

test('a cancelled entry does not happen', () => {
  const agenda = new Agenda()
  const seen: string[] = []
  agenda.in(10, () => void seen.push('cancelled')).cancel()
  agenda.in(20, () => void seen.push('kept'))
  while (agenda.run() > 0) {}
  expect(seen).toEqual(['kept'])
})

test('no timer wakes a dead process, and no request of it gets a response', async () => {
  const agenda = new Agenda()
  const life = new Life(new Faults(new Random(1), [], new Set()), () => {})
  const seen: string[] = []
  clockOf(agenda, () => life.isOver).after(10, () => void seen.push('woken'))
  const asked = life.heard(() => agenda.sleep(5).then(() => 'too late')).then((answer) => seen.push(answer))
  life.end()
  while (agenda.run() > 0) await new Promise(setImmediate)
  await Promise.race([asked, new Promise(setImmediate)])
  expect(seen).toEqual([])
})

test('ids are UUIDs of version 7 that say when', () => {
  const id = new Random(1).uuid(BEGINNING_MS)
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(BEGINNING_MS)
})

test('numbers follow from the seed', () => {
  const three = (seed: number) => Array.from({ length: 3 }, () => new Random(seed).between(0, 1_000_000))
  expect(three(5)).toEqual(three(5))
  expect(three(5)).not.toEqual(three(6))
})
