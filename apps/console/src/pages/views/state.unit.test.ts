import { expect, it } from 'vitest'
import { age, describeRebuild, progress } from './state.ts'

const rebuild = { startedAt: '2026-01-01T00:00:00.000Z', done: 5, total: 20, differences: [] }
const differences = (count: number) => Array.from({ length: count }, (_, index) => ({ key: String(index) }))

it.each([
  [{ ...rebuild, status: 'running' }, 'being rebuilt'],
  [{ ...rebuild, status: 'equal', rows: 1204 }, 'equal: 1,204 rows'],
  [{ ...rebuild, status: 'differs', differences: differences(1) }, '1 difference'],
  [{ ...rebuild, status: 'differs', differences: differences(20) }, '20 differences or more'],
  [{ ...rebuild, status: 'failed', problem: 'The topic is gone.' }, 'The topic is gone.'],
] as const)('says what became of a rebuild: %#', (given, text) =>
  expect(describeRebuild(given as never).text).toBe(text),
)

it('progress never leaves the bar', () => {
  expect(progress({ ...rebuild, status: 'running' })).toBe(0.25)
  expect(progress({ ...rebuild, status: 'running', done: 30 })).toBe(1)
  expect(progress({ ...rebuild, status: 'equal', done: 0, total: 0 })).toBe(1)
})

it.each([
  [undefined, 'not known'],
  [0, 'up to date'],
  [14.4, '14 s behind'],
])('a view with a lag of %s s is %s', (lag, text) => expect(age(lag).text).toBe(text))
