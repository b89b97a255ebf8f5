import type { About } from './bench.ts'
import { pageOf } from './page.ts'
import type { Result } from './result.ts'

/** A bench that was run, and what came of it. */
export interface Kept {
  readonly about: About
  readonly result: Result
}

/** The page that shows everything that was measured. */
export const measurements = (kept: readonly Kept[]): string => `<!-- Generated from bench/results: npm run generate -->

# Measurements

Each was made by the command under its tables, on one machine that everything shares: services, servers, broker and the load itself. All
servers keep what they acknowledge (\`fsync\`, \`synchronous_commit\`, \`acks=all\`). A number is worth as much as the machine under it;
the ratios, measured by turns in one run, hold elsewhere more or less.
How it is measured: [bench/README.md](../bench/README.md).

${kept.map(section).join('\n\n')}
`

const section = ({ about, result }: Kept): string =>
  `## ${about.name}\n\n${pageOf(about, result)}\n\n![${about.name}](../bench/results/${about.name}.svg)`
