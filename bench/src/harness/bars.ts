import type { TopLevelSpec } from 'vega-lite'
import type { Result } from './result.ts'
import { spreadOf } from './summary.ts'

const [WIDTH, HEIGHT_EACH] = [480, 32]

export interface Bars {
  readonly title: string
  readonly figure: string
  readonly contenders: readonly string[]
}

/** A bar for each contender, as long as its median, so from 0 and on a linear scale; with a line between the lowest and the highest. */
export const bars =
  ({ title, figure, contenders }: Bars) =>
  (result: Result): Extract<TopLevelSpec, { layer: unknown }> => ({
    title,
    width: WIDTH,
    height: HEIGHT_EACH * contenders.length,
    data: {
      values: contenders.flatMap((contender) => {
        const spread = spreadOf(result, contender, figure)
        return spread ? [{ contender, ...spread }] : []
      }),
    },
    encoding: { y: { field: 'contender', type: 'nominal', sort: null, title: null } },
    layer: [
      {
        mark: 'bar',
        encoding: { x: { field: 'median', type: 'quantitative', title: null } },
      },
      { mark: 'rule', encoding: { x: { field: 'lowest', type: 'quantitative' }, x2: { field: 'highest' } } },
    ],
  })
