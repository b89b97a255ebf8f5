import { bars } from '../../harness/bars.ts'
import type { About } from '../../harness/bench.ts'

const subjects = ['saga', 'postgres', 'postgres-kafka']

export const about: About = {
  name: 'floor',
  summary: `The throughput of the infrastructure alone. The services run once with a recorder that keeps every byte they send to Postgres, and the
response that each send waited for. \`postgres\` sends the same bytes to copies of the databases, on as many connections, as fast as the servers answer;
\`postgres-kafka\` does so while Kafka's own tools write as many records of the same size (\`acks=all\`) and three groups read them. Each run
starts these tools anew, which lowers that figure. \`saga\` is the product on the same machine; the ratios show how much of the infrastructure it uses.`,
  subjects,
  columns: [
    { key: 'sagasPerSecond', title: 'sagas/s', digits: 0 },
    { key: 'sagas', title: 'sagas replayed', digits: 0 },
    { key: 'errors', title: 'statements that failed', digits: 0 },
    { key: 'recordsPerSaga', title: 'records for each saga', digits: 1 },
    { key: 'recordBytes', title: 'bytes for each record', digits: 0 },
  ],
  comparisons: [
    { figure: 'sagasPerSecond', of: 'saga', to: 'postgres' },
    { figure: 'sagasPerSecond', of: 'saga', to: 'postgres-kafka' },
  ],
  length: { repeats: 3, seconds: 8, warmUpSeconds: 8 },
  smoke: { repeats: 1, seconds: 1, warmUpSeconds: 1 },
  plot: bars({ title: 'sagas a second', figure: 'sagasPerSecond', subjects }),
}
