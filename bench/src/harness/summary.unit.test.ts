import { expect, it } from 'vitest'
import type { About } from './bench.ts'
import { QUIET_CORES } from './interleave.ts'
import type { Result, Run } from './result.ts'
import { ratioOf, spreadOf, verdictsOf } from './summary.ts'

const run = (round: number, speed: number, foreignCores = 0): Run => ({ round, foreignCores, figures: { speed } })
const SPOILED = QUIET_CORES + 0.1

const resultOf = (...subjects: [string, Run[]][]): Result => ({
  bench: 'b',
  command: 'c',
  measuredAt: '',
  length: { repeats: 1, seconds: 1, warmUpSeconds: 1 },
  machine: { processor: '', cores: 2, memoryGib: 1, system: '' },
  versions: {},
  subjects: subjects.map(([name, runs]) => ({ name, runs })),
})

it('leaves out the runs that others have spoiled, unless there is no other', () => {
  const result = resultOf(['a', [run(1, 10), run(2, 2, SPOILED), run(2, 12)]], ['b', [run(1, 5, SPOILED)]])
  expect(spreadOf(result, 'a', 'speed')).toEqual({ median: 11, lowest: 10, highest: 12, runs: 2 })
  expect(spreadOf(result, 'b', 'speed')?.median).toBe(5)
  expect(spreadOf(result, 'a', 'other')).toBeUndefined()
})

it('compares runs of the same round, not medians', () => {
  const result = resultOf(['a', [run(1, 10), run(2, 40), run(3, 90)]], ['b', [run(1, 10), run(2, 20), run(3, 30)]])
  expect(ratioOf(result, { figure: 'speed', of: 'a', to: 'b' })).toEqual({ median: 2, lowest: 1, highest: 3, runs: 3 })
})

it('says whether what must hold does', () => {
  const about = {
    columns: [{ key: 'speed', title: 'sagas/s', digits: 0 }],
    comparisons: [{ figure: 'speed', of: 'a', to: 'b', atLeast: 3 }],
    targets: [{ subject: 'a', figure: 'speed', atMost: 10 }],
  } as unknown as About
  const verdicts = verdictsOf(about, resultOf(['a', [run(1, 10)]], ['b', [run(1, 5)]]))
  expect(verdicts.map(({ text, isMet }) => [text, isMet])).toEqual([
    ['a: sagas/s', true],
    ['a / b: sagas/s', false],
  ])
})
