import { expect, test } from 'vitest'
import { agendas } from '../src/slides/agenda.ts'
import { deckOf } from '../src/slides/deck.ts'
import { pageOf } from '../src/slides/page.ts'
import { tableOf } from '../src/slides/table.ts'

const DOCUMENT =
  '# One\n\n| a |\n| --- |\n| 0 |\n\n## Two\n\nText.\n\n| a | b | c |\n| --- | --- | --- |\n| 1 | [2](x.md) | 3 |\n| 4 | 5 | 6 |\n'

test('A slide shows columns and rows of the table after a heading, without its links', () => {
  expect(tableOf(DOCUMENT, { heading: 'Two', columns: [1, 2], rows: [1, 1] })).toBe(
    '| a | b |\n| --- | --- |\n| 1 | 2 |',
  )
  expect(tableOf(DOCUMENT, { heading: 'Two', columns: [3], rows: [2, 9] })).toBe('| c |\n| --- |\n| 6 |')
})

test('A table that is not there is an error', () => {
  expect(() => tableOf(DOCUMENT, { heading: 'Three', columns: [1], rows: [1, 1] })).toThrow('"Three"')
})

test('A deck is the topics and the labs of its agenda, as one page that asks no network', () => {
  const agenda = agendas().find(({ name }) => name === 'two-hours')!
  const page = pageOf(agenda.title, deckOf(agenda))
  for (const text of ['Lab 1: Follow one saga', 'npm run lab -- start 3', 'credit_refused'])
    expect(page).toContain(text)
  expect(page).not.toContain('<!-- table')
  expect(page).not.toMatch(/(?:src|href)="(?!data:)/)
  expect(page).not.toMatch(/@import|url\((?!["']?data:)/)
})
