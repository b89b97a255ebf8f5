import type { About, Comparison } from './bench.ts'
import { markdownTable, number, spreadText } from './page.ts'
import type { Result } from './result.ts'
import { ratioOf, type Spread, spreadOf } from './summary.ts'

const RATIO_DIGITS = 2

/** What two results of a bench say of the same thing. */
export interface Change {
  readonly what: string
  readonly digits: number
  readonly before: Spread
  readonly after: Spread
  readonly verdict: 'changed' | 'within the noise' | 'too few runs to say'
}

/**
 * Only what does not depend on the machine: ratios of two subjects of one result, and what is counted for each saga. The
 * speeds of two results are never compared: the machine, or its other guests, may have changed between them.
 */
export function changesOf(about: About, before: Result, after: Result): Change[] {
  const change = (what: string, digits: number, of: (result: Result) => Spread | undefined): Change[] => {
    const [one, other] = [of(before), of(after)]
    return one && other ? [{ what, digits, before: one, after: other, verdict: verdictOn(one, other) }] : []
  }
  const ratios = (about.comparisons ?? []).flatMap((comparison) =>
    change(textOf(about, comparison), RATIO_DIGITS, (result) => ratioOf(result, comparison)),
  )
  const counts = about.subjects.flatMap((subject) =>
    about.columns
      .filter(({ isCount }) => isCount)
      .flatMap(({ key, title, digits }) =>
        change(`${subject}: ${title}`, digits, (result) => spreadOf(result, subject, key)),
      ),
  )
  return [...ratios, ...counts]
}

const textOf = ({ columns }: About, { figure, of, to }: Comparison): string =>
  `${of} / ${to}: ${columns.find(({ key }) => key === figure)?.title ?? figure}`

/** The noise of a figure is what its runs have between the lowest and the highest. */
function verdictOn(before: Spread, after: Spread): Change['verdict'] {
  if (before.runs < 2 || after.runs < 2) return 'too few runs to say'
  return before.highest < after.lowest || after.highest < before.lowest ? 'changed' : 'within the noise'
}

/** A table of all that both folders have, with the machine of each. */
export function comparisonPage(
  pairs: readonly { readonly about: About; readonly before: Result; readonly after: Result }[],
): string {
  const rows = pairs.flatMap(({ about, before, after }) =>
    changesOf(about, before, after).map((change) => [
      about.name,
      change.what,
      spreadText(change.before, change.digits),
      spreadText(change.after, change.digits),
      change.before.median === 0 ? '' : number(change.after.median / change.before.median, RATIO_DIGITS),
      change.verdict === 'changed' ? '**changed**' : change.verdict,
    ]),
  )
  const machines = pairs.map(({ about, before, after }) => [about.name, machineOf(before), machineOf(after)])
  return [
    markdownTable(['bench', 'what', 'before', 'after', 'after / before', ''], rows),
    markdownTable(['bench', 'machine before', 'machine after'], machines),
    'Medians (lowest–highest). Changed: the runs of both do not overlap. Speeds are left out: they say as much of the machine as of the code.',
  ].join('\n\n')
}

const machineOf = ({ machine, measuredAt, yardstick }: Result): string =>
  [
    `${measuredAt.slice(0, 10)}, ${machine.cores} cores (${machine.processor})`,
    ...(yardstick
      ? [`${number(yardstick.rowsPerSecond, 0)} rows/s, ${number(yardstick.recordsPerSecond, 0)} records/s`]
      : []),
    ...(machine.memory ? [`${number(machine.memory.farNs, 0)} ns`] : []),
  ].join('; ')
