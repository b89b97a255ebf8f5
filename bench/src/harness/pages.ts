import type { About } from './bench.ts'
import { markdownTable, number, pageOf } from './page.ts'
import type { Result } from './result.ts'
import { verdictsOf } from './summary.ts'

/** A bench that was run, and what came of it. */
export interface Kept {
  readonly about: About
  readonly result: Result
}

const HEADLINE_DIGITS = 2

/** The page that shows everything that was measured. */
export const measurements = (kept: readonly Kept[]): string => `<!-- Generated from bench/results: npm run generate -->

# Measurements

Each was made by the command under its tables, on one machine that everything shares: services, servers, broker and the load itself. All
servers keep what they acknowledge (\`fsync\`, \`synchronous_commit\`, \`acks=all\`). Numbers of another machine will differ; the ratios should not by much.
How it is measured: [bench/README.md](../bench/README.md).

${kept.map(section).join('\n\n')}
`

const section = ({ about, result }: Kept): string =>
  `## ${about.name}\n\n${pageOf(about, result)}\n\n![${about.name}](../bench/results/${about.name}.svg)`

/** What must hold, and what was measured of it: the few lines for a reader in a hurry. */
export function headlines(kept: readonly Kept[]): string {
  const rows = kept.flatMap(({ about, result }) =>
    verdictsOf(about, result).map(({ text, limit, figure, isMet }) => [
      `\`${about.name}\``,
      text,
      number(figure, HEADLINE_DIGITS),
      `${limit}${isMet ? '' : ' (**missed**)'}`,
    ]),
  )
  const [first] = kept
  if (!first || rows.length === 0) return 'Nothing has been measured yet: `npm run bench -- all`.'
  const { name } = first.about
  return `${markdownTable(['`npm run bench --`', 'what', 'measured', 'must be'], rows)}\n\n![${name}](bench/results/${name}.svg)`
}
