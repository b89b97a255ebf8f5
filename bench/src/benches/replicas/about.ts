import { bars } from '../../harness/bars.ts'
import type { About } from '../../harness/bench.ts'

const COST = 'For each saga'

export const about: About = {
  name: 'replicas',
  summary: `The product with 1,000 sagas under way, each of the five services in one, two and three processes (\`npm run stack -- scale\`), which
share its consumer group and its database. Before each run the new processes are brought to speed for 15 s. All requests
go to the first process of a service. A process of a service has one thread: the busiest one, and the busiest database, say where a core each would end.`,
  subjects: ['one', 'two', 'three'],
  columns: [
    { key: 'sagasPerSecond', title: 'sagas/s', digits: 0 },
    { key: 'cores', title: 'cores busy', digits: 2 },
    { key: 'confirmedP50Ms', title: 'confirmed p50 ms', digits: 0 },
    { key: 'confirmedP99Ms', title: 'confirmed p99 ms', digits: 0 },
    { key: 'memoryServices', title: 'services MiB', digits: 0 },
    { key: 'memoryPostgres', title: 'Postgres MiB', digits: 0 },
    { key: 'cpuMsPerSaga', title: 'CPU ms', digits: 2, table: COST },
    { key: 'cpuMs:postgres', title: 'Postgres CPU ms', digits: 2, table: COST },
    { key: 'busiestServiceMs', title: 'busiest process of a service, CPU ms', digits: 2, table: COST },
    { key: 'busiestDatabaseMs', title: 'busiest database, CPU ms', digits: 2, table: COST },
    { key: 'commitsPerSaga', title: 'commits', digits: 2, table: COST, isCount: true },
    { key: 'transactionsPerSaga', title: 'transactions', digits: 2, table: COST, isCount: true },
    { key: 'walKibPerSaga', title: 'WAL KiB', digits: 1, table: COST, isCount: true },
    { key: 'unfinished', title: 'left unfinished', digits: 0, table: COST, isCount: true },
  ],
  comparisons: [
    { figure: 'sagasPerSecond', of: 'two', to: 'one' },
    { figure: 'sagasPerSecond', of: 'three', to: 'one' },
  ],
  targets: [{ subject: 'three', figure: 'unfinished', atMost: 0 }],
  length: { repeats: 3, seconds: 10, warmUpSeconds: 60 },
  smoke: { repeats: 1, seconds: 1, warmUpSeconds: 1 },
  plot: bars({
    title: 'completed sagas a second, by processes of each service',
    figure: 'sagasPerSecond',
    subjects: ['one', 'two', 'three'],
  }),
}
