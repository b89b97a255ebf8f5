import type { TopLevelSpec } from 'vega-lite'
import type { Result } from '../../harness/result.ts'
import { countedRuns, runsOf } from '../../harness/summary.ts'

const CONTENDERS = ['ten-thousand', 'hundred-thousand', 'million']

/** Each run: how fast, with how much stored. */
export const plot = (result: Result): TopLevelSpec => ({
  title: 'completed sagas a second, by events stored when the run began',
  width: 520,
  height: 240,
  data: { values: CONTENDERS.flatMap((subject) => pointsOf(result, subject)) },
  mark: { type: 'point', filled: true, size: 60 },
  encoding: {
    x: { field: 'stored', type: 'quantitative', scale: { type: 'log' }, title: 'events stored' },
    y: { field: 'speed', type: 'quantitative', title: null },
    color: { field: 'subject', type: 'nominal', sort: null, title: null },
  },
})

const pointsOf = (result: Result, subject: string) =>
  countedRuns(runsOf(result, subject)).map(({ figures }) => ({
    subject,
    stored: figures.storedEvents ?? 0,
    speed: figures.sagasPerSecond ?? 0,
  }))
