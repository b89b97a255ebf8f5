import { expect, test } from 'vitest'
import type { FoundLab } from '../src/index.ts'
import { resultLines } from '../src/result-text.ts'

const plain = (text: string): string => text
const paint = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain }
const found = { name: '03-charged-twice', folder: '', lab: { number: 3 } } as FoundLab
const right = { what: 'Nothing is lost', expected: '3', saw: '3', isRight: true, where: 'the wall' }
const wrong = {
  what: 'No card is charged twice',
  expected: '1 charge',
  saw: '2 charges',
  isRight: false,
  where: 'the ledger',
}

test('says of a wrong check what was expected, what was seen and where to look', () => {
  const lines = resultLines(found, { verdict: 'wrong', checks: [right, wrong], tookMs: 4_200 }, paint)
  expect(lines).toEqual([
    '  right  Nothing is lost',
    '  WRONG  No card is charged twice',
    '         expected  1 charge',
    '         saw       2 charges',
    '         look at   the ledger',
    '',
    '1 of 2 checks right. Took 4.2 s.',
  ])
})

test('says when all is right', () => {
  const lines = resultLines(found, { verdict: 'right', checks: [right], tookMs: 1_000 }, paint)
  expect(lines.at(-1)).toBe('Lab 3 is done: 1 check. Took 1.0 s.')
})

test('never calls work wrong that could not be checked', () => {
  const problem = { message: 'kafka is not running (died).', next: 'npm run lab -- start 3' }
  const lines = resultLines(found, { verdict: 'could not check', checks: [], problem, tookMs: 10 }, paint)
  expect(lines.join('\n')).toMatch(/^Could not check\. This says nothing of your work\.\n {2}kafka is not running/)
  expect(lines).toContain('  Type: npm run lab -- start 3')
  expect(lines.join('\n')).not.toMatch(/wrong/i)
})
