import type { About } from './bench.ts'
import { pageOf } from './page.ts'
import type { Result } from './result.ts'

/** A bench and its kept result. */
export interface Kept {
  readonly about: About
  readonly result: Result
}

/** The page that shows everything that was measured. */
export const measurements = (kept: readonly Kept[]): string => `<!-- Generated from bench/results: npm run generate -->

# Measurements

The command under each table made its measurements, on one machine that services, servers, broker and load generator share. All
servers keep what they acknowledge (\`fsync\`, \`synchronous_commit\`, \`acks=all\`). Absolute numbers depend on the machine;
ratios, measured by turns in one run, depend on it much less.
How it is measured: [bench/README.md](../bench/README.md).

${kept.map(section).join('\n\n')}
`

const section = ({ about, result }: Kept): string =>
  `## ${about.name}\n\n${pageOf(about, result)}\n\n![${about.name}](../bench/results/${about.name}.svg)`
