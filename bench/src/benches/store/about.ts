import { bars } from '../../harness/bars.ts'
import type { About } from '../../harness/bench.ts'

const subjects = ['kit', 'kit-1', 'row-by-row', 'one-call']

export const about: About = {
  name: 'store',
  summary: `Events appended to streams, each with the stream's state, on one Postgres server; every second command finds that its stream exists. \`kit\` is
the product's store with 500 commands waiting at any time, \`kit-1\` with one; \`row-by-row\` is a transaction for each command and a statement for each
row, \`one-call\` one call of one function, both on 16 connections. \`@event-driven-io/emmett-postgresql\` would belong here and is left out: its
packages name no licence.`,
  subjects,
  columns: [
    { key: 'appendedPerSecond', title: 'events appended/s', digits: 0 },
    { key: 'transactionsPerEvent', title: 'transactions for each', digits: 3, isCount: true },
  ],
  comparisons: [
    { figure: 'appendedPerSecond', of: 'kit', to: 'row-by-row' },
    { figure: 'appendedPerSecond', of: 'kit', to: 'one-call' },
  ],
  length: { repeats: 3, seconds: 3, warmUpSeconds: 1 },
  smoke: { repeats: 1, seconds: 0.3, warmUpSeconds: 0.1 },
  plot: bars({ title: 'events appended a second', figure: 'appendedPerSecond', subjects }),
}
