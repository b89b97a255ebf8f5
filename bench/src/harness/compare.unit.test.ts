import { expect, it } from 'vitest'
import type { About } from './bench.ts'
import { changesOf, comparisonPage } from './compare.ts'
import type { Result } from './result.ts'

const about = {
  name: 'b',
  subjects: ['saga', 'two-phase'],
  columns: [
    { key: 'speed', title: 'sagas/s', digits: 0 },
    { key: 'wal', title: 'WAL KiB', digits: 0, isCount: true },
  ],
  comparisons: [{ figure: 'speed', of: 'saga', to: 'two-phase' }],
} as unknown as About

/** Speeds of both subjects, round by round, and what the saga writes. */
const resultOf = (speeds: readonly (readonly [number, number])[], wal: readonly number[]): Result => ({
  ...{ bench: 'b', command: 'c', measuredAt: '2026-01-01T00:00:00Z', versions: {} },
  length: { repeats: 1, seconds: 1, warmUpSeconds: 1 },
  machine: { processor: 'p', cores: 2, memoryGib: 1, system: '' },
  subjects: [0, 1].map((subject) => ({
    name: about.subjects[subject] ?? '',
    runs: speeds.map((both, index) => ({
      round: index + 1,
      foreignCores: 0,
      figures: { speed: both[subject] ?? 0, ...(subject === 0 && { wal: wal[index] ?? 0 }) },
    })),
  })),
})

it('compares ratios and counts, never speeds: on a machine of half the speed nothing has changed', () => {
  const before = resultOf(
    [
      [400, 200],
      [440, 200],
    ],
    [30, 32],
  )
  const after = resultOf(
    [
      [200, 100],
      [210, 100],
    ],
    [31, 33],
  )
  expect(changesOf(about, before, after).map(({ what, verdict }) => [what, verdict])).toEqual([
    ['saga / two-phase: sagas/s', 'within the noise'],
    ['saga: WAL KiB', 'within the noise'],
  ])
})

it('what is beyond all runs of the other has changed', () => {
  const before = resultOf(
    [
      [400, 200],
      [440, 200],
    ],
    [30, 32],
  )
  const after = resultOf(
    [
      [700, 200],
      [760, 200],
    ],
    [18, 20],
  )
  expect(changesOf(about, before, after).map(({ verdict }) => verdict)).toEqual(['changed', 'changed'])
  expect(comparisonPage([{ about, before, after }])).toContain('| saga: WAL KiB')
})

it('one run has no noise that one could know', () => {
  const before = resultOf([[400, 200]], [30])
  const after = resultOf(
    [
      [700, 200],
      [760, 200],
    ],
    [18, 20],
  )
  expect(changesOf(about, before, after).map(({ verdict }) => verdict)).toEqual([
    'too few runs to say',
    'too few runs to say',
  ])
})
