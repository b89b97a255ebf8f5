import type { TopLevelSpec } from 'vega-lite'
import type { Result } from '../../harness/result.ts'
import { spreadOf } from '../../harness/summary.ts'

const CONTENDERS = ['capacity', 'twice']
const RATES = [
  ['offeredPerSecond', 'offered'],
  ['goodputPerSecond', 'completed'],
] as const

/** What was offered and what was completed. */
export const plot = (result: Result): TopLevelSpec => ({
  title: 'sagas a second: offered, and completed while the load lasts',
  width: 480,
  height: 160,
  data: {
    values: CONTENDERS.flatMap((subject) =>
      RATES.flatMap(([figure, what]) => {
        const rate = spreadOf(result, subject, figure)
        return rate ? [{ subject, what, rate: rate.median }] : []
      }),
    ),
  },
  mark: 'bar',
  encoding: {
    y: { field: 'subject', type: 'nominal', sort: null, title: null },
    yOffset: { field: 'what', sort: null },
    x: { field: 'rate', type: 'quantitative', title: null },
    color: { field: 'what', type: 'nominal', sort: null, title: null },
  },
})
