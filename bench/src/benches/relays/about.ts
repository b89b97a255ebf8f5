import { bars } from '../../harness/bars.ts'
import type { About } from '../../harness/bench.ts'

const subjects = ['outbox', 'wal']

export const about: About = {
  name: 'relays',
  summary: `The product's two relays, in a service of one aggregate, while 200 events a second are stored for as long as a run takes, by turns on one server.
\`outbox\` hands events over in memory after the commit, and each transaction writes and deletes an outbox row; \`wal\` (\`BISTRO_RELAY=wal\`) reads them from
the write-ahead log. Latency: from the response to the commit to Kafka's acknowledgement (\`acks=all\`). Processor: of the service, which stores the events too, and of
its Postgres, whose sender of the log is one more process. WAL written: of all tables; kept: the most that the slot has held back at any look.`,
  subjects,
  columns: [
    { key: 'p50', title: 'commit to Kafka p50 ms', digits: 1 },
    { key: 'p99', title: 'p99 ms', digits: 1 },
    { key: 'serviceMs', title: 'service CPU ms/event', digits: 2 },
    { key: 'postgresMs', title: 'Postgres CPU ms/event', digits: 2 },
    { key: 'walBytes', title: 'WAL written bytes/event', digits: 0 },
    { key: 'keptKib', title: 'WAL kept KiB', digits: 0 },
  ],
  comparisons: [
    { figure: 'p50', of: 'wal', to: 'outbox' },
    { figure: 'postgresMs', of: 'wal', to: 'outbox' },
    { figure: 'walBytes', of: 'wal', to: 'outbox' },
  ],
  length: { repeats: 5, seconds: 6, warmUpSeconds: 2 },
  smoke: { repeats: 1, seconds: 0.5, warmUpSeconds: 0.2 },
  plot: bars({ title: 'commit to Kafka, p50 ms', figure: 'p50', subjects }),
}
