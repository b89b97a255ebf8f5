import { expect, test } from 'vitest'
import { Agenda, BEGINNING_MS } from '../src/machine/agenda.ts'
import { Random } from '../src/machine/random.ts'

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
  for (let next = agenda.next(); next; next = agenda.next()) await next()
  expect(seen).toEqual(['a at 10', 'b at 20', 'c at 20', 'd at 30'])
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
