import type { TopLevelSpec } from 'vega-lite'
import type { Result } from './result.ts'
import { spreadOf } from './summary.ts'

const [WIDTH, HEIGHT_EACH] = [480, 32]

export interface Bars {
  readonly title: string
  readonly figure: string
  readonly subjects: readonly string[]
}

/** A bar for each subject from 0 to its median, on a linear scale, with a line from the lowest to the highest run. */
export const bars =
  ({ title, figure, subjects }: Bars) =>
  (result: Result): Extract<TopLevelSpec, { layer: unknown }> => ({
    title,
    width: WIDTH,
    height: HEIGHT_EACH * subjects.length,
    data: {
      values: subjects.flatMap((subject) => {
        const spread = spreadOf(result, subject, figure)
        return spread ? [{ subject, ...spread }] : []
      }),
    },
    encoding: { y: { field: 'subject', type: 'nominal', sort: null, title: null } },
    layer: [
      {
        mark: 'bar',
        encoding: { x: { field: 'median', type: 'quantitative', title: null } },
      },
      { mark: 'rule', encoding: { x: { field: 'lowest', type: 'quantitative' }, x2: { field: 'highest' } } },
    ],
  })
