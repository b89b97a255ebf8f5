import { bars } from '../../harness/bars.ts'
import type { About } from '../../harness/bench.ts'

/** How many records the processor reads, writes and commits together. */
export const CHUNKS = [20, 100, 500] as const
export const WAYS = ['plain', 'gate', 'transactions'] as const
export type Way = (typeof WAYS)[number]

const subjects = CHUNKS.flatMap((chunk) => WAYS.map((way) => `${way}-${chunk}`))

export const about: About = {
  name: 'transactions',
  summary: `A stream processor reads outcomes of orders and writes them again, keyed by customer: 20, 100 or 500 records at a time, \`acks=all\`. \`plain\` then commits its offset: at least once.
\`transactions\` writes and commits in one Kafka transaction, and the reader sees what is committed. \`gate\` writes plainly and commits its offset once a second; its reader takes an event of a stream only if its version is higher than
the last one. Latency: from one record written every 20 ms to the reader. Then the processor dies once, after it has written and before it has committed, and another one takes over: copies that the reader is handed, and how many it takes twice.`,
  subjects,
  columns: [
    { key: 'recordsPerSecond', title: 'records/s', digits: 0 },
    { key: 'cpuMsPerThousand', title: 'CPU ms for 1,000', digits: 0 },
    { key: 'p50Ms', title: 'latency p50 ms', digits: 1 },
    { key: 'p99Ms', title: 'p99 ms', digits: 1 },
    { key: 'copies', title: 'copies after a crash', digits: 0 },
    { key: 'takenTwice', title: 'taken twice', digits: 0 },
  ],
  comparisons: CHUNKS.flatMap((chunk) =>
    (['transactions', 'gate'] as const).map((way) => ({
      figure: 'recordsPerSecond',
      of: `${way}-${chunk}`,
      to: `plain-${chunk}`,
    })),
  ),
  targets: subjects
    .filter((subject) => !subject.startsWith('plain'))
    .map((subject) => ({ subject, figure: 'takenTwice', atMost: 0 })),
  length: { repeats: 3, seconds: 5, warmUpSeconds: 2 },
  smoke: { repeats: 1, seconds: 0.2, warmUpSeconds: 0.1 },
  plot: bars({ title: 'records a second', figure: 'recordsPerSecond', subjects }),
}
