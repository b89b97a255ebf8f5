import type { TopLevelSpec } from 'vega-lite'
import { bars } from '../../harness/bars.ts'
import type { Result } from '../../harness/result.ts'
import { spreadOf } from '../../harness/summary.ts'

const RATES = ['rate-20', 'rate-100', 'rate-300']
const LATENCIES = [
  ['confirmedP50Ms', 'confirmed, p50'],
  ['confirmedP99Ms', 'confirmed, p99'],
  ['deliveredP50Ms', 'delivered, p50'],
  ['deliveredP99Ms', 'delivered, p99'],
] as const
const [WIDTH, HEIGHT] = [320, 220]

const speeds = bars({
  title: 'completed sagas a second, at saturation',
  figure: 'sagasPerSecond',
  subjects: ['saturation', 'hot', 'failing-5', 'failing-20'],
})

/** Speed at saturation, and latency at light load. */
export const plot = (result: Result): TopLevelSpec => ({
  hconcat: [
    { ...speeds(result), width: WIDTH, height: HEIGHT },
    {
      title: 'milliseconds from the POST, by sagas a second',
      width: WIDTH,
      height: HEIGHT,
      data: { values: RATES.flatMap((subject) => latenciesOf(result, subject)) },
      mark: { type: 'line', point: true },
      encoding: {
        x: { field: 'rate', type: 'ordinal', title: 'sagas begun a second', axis: { labelAngle: 0 } },
        y: { field: 'ms', type: 'quantitative', title: null },
        color: { field: 'what', type: 'nominal', title: null, sort: null },
      },
    },
  ],
})

function latenciesOf(result: Result, subject: string) {
  return LATENCIES.flatMap(([figure, what]) => {
    const latency = spreadOf(result, subject, figure)
    return latency ? [{ rate: Number(subject.replace('rate-', '')), what, ms: latency.median }] : []
  })
}
