import { bars } from '../../harness/bars.ts'
import type { About } from '../../harness/bench.ts'

const subjects = ['kit', 'row-by-row', 'pg-transactional-outbox']

export const about: About = {
  name: 'relay',
  summary: `Events stored a hundred to a transaction and published to Kafka with \`acks=all\`, at most a thousand behind. \`kit\` runs the product's relay
in a service of one aggregate: events are handed over in memory after the commit, sent together, and removed from the outbox with the next transaction.
\`row-by-row\` polls its outbox every 100 ms, sends and marks each row by itself; \`pg-transactional-outbox\` is that library with its polling listener, a hundred messages each
50 ms, in no order.`,
  subjects,
  columns: [
    { key: 'publishedPerSecond', title: 'events published/s', digits: 0 },
    { key: 'transactionsPerEvent', title: 'transactions for each', digits: 3, isCount: true },
  ],
  comparisons: [
    { figure: 'publishedPerSecond', of: 'kit', to: 'row-by-row' },
    { figure: 'publishedPerSecond', of: 'kit', to: 'pg-transactional-outbox' },
  ],
  length: { repeats: 3, seconds: 3, warmUpSeconds: 1 },
  smoke: { repeats: 1, seconds: 0.3, warmUpSeconds: 0.1 },
  plot: bars({ title: 'events published a second', figure: 'publishedPerSecond', subjects }),
}
