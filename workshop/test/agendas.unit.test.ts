import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Lab } from '../src/index.ts'
import { agendas, later, readAgenda } from '../src/slides/agenda.ts'
import { AGENDAS } from '../src/slides/places.ts'

const MINUTES_TO_TALK = 5
const ALL = agendas()

const labOf = async (link: string): Promise<Lab> => {
  const { lab } = (await import(resolve(AGENDAS, dirname(link), 'lab.ts'))) as { lab: Lab }
  return lab
}

const minutesOf = ({ days }: (typeof ALL)[number]): number => days.flat().reduce((sum, { minutes }) => sum + minutes, 0)

describe.each(ALL)('The agenda $name', (agenda) => {
  test('has no gap between a row and the next', () => {
    for (const rows of agenda.days)
      for (const [index, { at, minutes }] of rows.entries())
        expect(rows[index + 1]?.at ?? later(at, minutes)).toBe(later(at, minutes))
  })

  test.each(agenda.days.flat().filter(({ link }) => link))('names what is there: $title', ({ link = '' }) => {
    expect(existsSync(join(AGENDAS, link)), link).toBe(true)
  })

  const labs = agenda.days.flat().filter(({ link }) => link?.includes('/labs/'))
  test.each(labs)('gives $title its minutes, and five to talk', async ({ title, minutes, link = '' }) => {
    const lab = await labOf(link)
    expect(title).toBe(`Lab ${lab.number}: ${lab.title}`)
    expect(minutes).toBeGreaterThanOrEqual(lab.minutes + MINUTES_TO_TALK)
  })
})

test('The agendas last as long as their names say', () => {
  const hours = Object.fromEntries(ALL.map((agenda) => [agenda.name, minutesOf(agenda) / 60]))
  expect(hours['two-hours']).toBe(2)
  expect(hours['one-day']).toBeLessThanOrEqual(8)
  expect(hours['two-days']).toBeLessThanOrEqual(16)
  expect(hours['half-a-day-on-contracts']).toBeLessThanOrEqual(4)
})

test('A row is a topic, a lab or a break', () => {
  const text =
    '# A morning\n\n| At | Minutes | What |\n| --- | --- | --- |\n| 9:50 | 15 | [The saga](x.md) |\n| 10:05 | 5 | Break |\n'
  expect(readAgenda('a', text)).toEqual({
    name: 'a',
    title: 'A morning',
    days: [
      [
        { at: '9:50', minutes: 15, title: 'The saga', link: 'x.md' },
        { at: '10:05', minutes: 5, title: 'Break', link: undefined },
      ],
    ],
  })
})
