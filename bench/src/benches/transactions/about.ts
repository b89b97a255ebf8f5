import type { Delivery } from '@bistro/history'
import { bars } from '../../harness/bars.ts'
import type { About } from '../../harness/bench.ts'

/** How the processor delivers, and whether a gate stands before its reader. */
export interface Way {
  readonly delivery: Delivery
  readonly everyMs: number
  readonly isGated?: true
}

export const WAYS: Readonly<Record<string, Way>> = {
  'at-most-once': { delivery: 'at-most-once', everyMs: 100 },
  'at-least-once': { delivery: 'at-least-once', everyMs: 100 },
  gate: { delivery: 'at-least-once', everyMs: 100, isGated: true },
  'transactions-10ms': { delivery: 'transactions', everyMs: 10 },
  'transactions-100ms': { delivery: 'transactions', everyMs: 100 },
  'transactions-1s': { delivery: 'transactions', everyMs: 1_000 },
}

const subjects = Object.keys(WAYS)
const versusPlain = (figure: string) =>
  subjects
    .filter((subject) => subject !== 'at-least-once' && subject !== 'at-most-once')
    .map((of) => ({ figure, of, to: 'at-least-once' }))

export const about: About = {
  name: 'transactions',
  summary: `The stream processor of \`npm run history\` reads outcomes of orders and writes them again, keyed by customer, \`acks=all\`. \`at-least-once\` commits its position every 100 ms,
after it has written; \`at-most-once\` commits before it writes, for each portion of at most 500 records. \`transactions-…\` writes and commits in one Kafka transaction, which ends after so long; the reader
sees what is committed. \`gate\` is \`at-least-once\` with a reader that takes an event only if its version in its stream is higher than the last one. First all of a topic that is there already, as fast as it goes (processor time of the
processor and of the broker). Then latency: from the send of one record, every 20 ms, to the reader. Then the processor is killed three times on its way through a topic: what the reader is handed more than once, what it takes twice, what it never gets.`,
  subjects,
  columns: [
    { key: 'recordsPerSecond', title: 'records/s', digits: 0 },
    { key: 'cpuMsPerThousand', title: 'processor, CPU ms for 1,000', digits: 0 },
    { key: 'brokerMsPerThousand', title: 'broker, CPU ms for 1,000', digits: 0 },
    { key: 'p50Ms', title: 'latency p50 ms', digits: 1 },
    { key: 'p99Ms', title: 'p99 ms', digits: 1 },
    { key: 'copies', title: 'copies handed over', digits: 0, table: 'After three kills' },
    { key: 'takenTwice', title: 'taken twice', digits: 0, table: 'After three kills' },
    { key: 'lost', title: 'lost', digits: 0, table: 'After three kills' },
  ],
  comparisons: [...versusPlain('recordsPerSecond'), ...versusPlain('cpuMsPerThousand')],
  targets: [
    ...subjects.filter((subject) => !subject.startsWith('at-')).map((subject) => none(subject, 'takenTwice')),
    ...subjects.filter((subject) => subject !== 'at-most-once').map((subject) => none(subject, 'lost')),
  ],
  length: { repeats: 3, seconds: 1.5, warmUpSeconds: 2 },
  smoke: { repeats: 1, seconds: 0.2, warmUpSeconds: 0.1 },
  plot: bars({ title: 'records a second', figure: 'recordsPerSecond', subjects }),
}

function none(subject: string, figure: string) {
  return { subject, figure, atMost: 0 }
}
