import { bars } from '../../harness/bars.ts'
import type { About } from '../../harness/bench.ts'
import { REPORTED, reportOf } from './report.ts'

const COST = 'For each saga'
const KILLED = 'Killed in the middle of the hot evening, started again after 5 s'

export const about: About = {
  name: 'peers',
  summary: `The same saga in four designs on the same five Postgres servers, broker, card provider and carrier: the product (\`saga\`), two-phase
commit (\`two-phase\`: PREPARE TRANSACTION on five servers, a decision log), a durable-execution library (\`durable\`: DBOS) and the
choreography as commonly written (\`naive\`: a transaction per message, a polled outbox). Same events and state rows, same durability, the
same HTTP front and calls; only good cards and addresses. Each runs alone, with as many sagas under way as suit it best; \`-hot\` is
100 guests (Zipf) at one evening, \`-20\` an open loop of 20 sagas a second. \`-killed\`: everything of that design is killed with SIGKILL; a second process
counts the transactions in doubt and tries to lock the evening's row until it succeeds. [How each is built](../bench/src/peers/README.md).`,
  subjects: [...REPORTED, 'durable', 'durable-20', 'naive', 'naive-20'],
  columns: [
    { key: 'sagasPerSecond', title: 'sagas/s', digits: 0 },
    { key: 'confirmedP50Ms', title: 'confirmed p50 ms', digits: 0 },
    { key: 'confirmedP99Ms', title: 'confirmed p99 ms', digits: 0 },
    { key: 'deliveredP50Ms', title: 'delivered p50 ms', digits: 0 },
    { key: 'deliveredP99Ms', title: 'delivered p99 ms', digits: 0 },
    { key: 'unfinished', title: 'left unfinished', digits: 0, isCount: true },
    { key: 'cpuMsPerSaga', title: 'CPU ms', digits: 2, table: COST },
    { key: 'cpuMs:node', title: 'Node', digits: 2, table: COST },
    { key: 'cpuMs:postgres', title: 'Postgres', digits: 2, table: COST },
    { key: 'cpuMs:kafka', title: 'Kafka', digits: 2, table: COST },
    { key: 'cpuMs:externals', title: 'psp, carrier', digits: 2, table: COST },
    { key: 'cpuMs:generator', title: 'generator', digits: 2, table: COST },
    { key: 'transactionsPerSaga', title: 'writing transactions', digits: 2, table: COST, isCount: true },
    { key: 'walSyncsPerSaga', title: 'WAL syncs', digits: 2, table: COST, isCount: true },
    { key: 'walKibPerSaga', title: 'WAL KiB', digits: 1, table: COST, isCount: true },
    { key: 'inDoubt', title: 'transactions in doubt', digits: 0, table: KILLED, isCount: true },
    { key: 'lockedMs', title: 'row locked for ms', digits: 0, table: KILLED },
    { key: 'restartMs', title: 'ready again after ms', digits: 0, table: KILLED },
  ],
  comparisons: [
    { figure: 'sagasPerSecond', of: 'saga', to: 'two-phase' },
    { figure: 'sagasPerSecond', of: 'saga-hot', to: 'two-phase-hot' },
    { figure: 'sagasPerSecond', of: 'saga', to: 'naive' },
    { figure: 'sagasPerSecond', of: 'saga', to: 'durable' },
    { figure: 'deliveredP50Ms', of: 'saga-20', to: 'two-phase-20' },
    { figure: 'deliveredP50Ms', of: 'saga-20', to: 'durable-20' },
    { figure: 'deliveredP50Ms', of: 'saga-20', to: 'naive-20' },
  ],
  length: { repeats: 3, seconds: 6, warmUpSeconds: 45 },
  smoke: { repeats: 1, seconds: 1, warmUpSeconds: 1 },
  report: { subjects: REPORTED, length: { repeats: 1, seconds: 5, warmUpSeconds: 15 }, page: reportOf },
  plot: bars({
    title: 'completed sagas a second, at saturation',
    figure: 'sagasPerSecond',
    subjects: ['saga', 'saga-hot', 'two-phase', 'two-phase-hot', 'durable', 'naive'],
  }),
}
