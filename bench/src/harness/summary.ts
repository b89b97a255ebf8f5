import type { About, Comparison } from './bench.ts'
import { QUIET_CORES } from './interleave.ts'
import type { Result, Run } from './result.ts'
import { median } from './statistics.ts'

/** A median, with the lowest and the highest run. */
export interface Spread {
  readonly median: number
  readonly lowest: number
  readonly highest: number
  readonly runs: number
}

export interface Verdict {
  readonly text: string
  readonly figure: number
  readonly limit: string
  readonly isMet: boolean
}

/** The runs that count: the quiet ones, or all where none was quiet. */
export function countedRuns(runs: readonly Run[]): readonly Run[] {
  const quiet = runs.filter(({ foreignCores }) => foreignCores <= QUIET_CORES)
  return quiet.length > 0 ? quiet : runs
}

export const runsOf = (result: Result, subject: string): readonly Run[] =>
  result.subjects.find(({ name }) => name === subject)?.runs ?? []

/** A figure over the runs that count; undefined where none has it. */
export function spreadOf(result: Result, subject: string, figure: string): Spread | undefined {
  return spread(countedRuns(runsOf(result, subject)).flatMap(({ figures }) => figures[figure] ?? []))
}

function spread(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined
  return { median: median(values), lowest: Math.min(...values), highest: Math.max(...values), runs: values.length }
}

/** A subject's figure as a multiple of the other's, in the rounds in which both have a run that counts. */
export function ratioOf(result: Result, { figure, of, to }: Comparison): Spread | undefined {
  const others = new Map(countedRuns(runsOf(result, to)).map(({ round, figures }) => [round, figures[figure]]))
  return spread(
    countedRuns(runsOf(result, of)).flatMap(({ round, figures }) => {
      const [own, other] = [figures[figure], others.get(round)]
      return own === undefined || other === undefined ? [] : [own / other]
    }),
  )
}

/** Whether each requirement is met, as far as it was measured. */
export function verdictsOf(about: About, result: Result): Verdict[] {
  const titles = new Map(about.columns.map(({ key, title }) => [key, title]))
  const ofTargets = (about.targets ?? []).flatMap((target) => {
    const measured = spreadOf(result, target.subject, target.figure)
    const text = `${target.subject}: ${titles.get(target.figure) ?? target.figure}`
    if (!measured) return []
    const figure = measured.median
    return [{ text, figure, limit: `at most ${target.atMost}`, isMet: figure <= target.atMost }]
  })
  const ofRatios = (about.comparisons ?? []).flatMap((comparison) => {
    const measured = ratioOf(result, comparison)
    const text = `${comparison.of} / ${comparison.to}: ${titles.get(comparison.figure) ?? comparison.figure}`
    if (!measured || comparison.atLeast === undefined) return []
    const figure = measured.median
    return [{ text, figure, limit: `at least ${comparison.atLeast}`, isMet: figure >= comparison.atLeast }]
  })
  return [...ofTargets, ...ofRatios]
}
