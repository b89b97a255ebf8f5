import type { About, Column } from '../../harness/bench.ts'
import { plot } from './plot.ts'

const COST = 'For each saga'
const AT_REST = 'Memory (PSS) in MiB, and the processor at rest'
const CPU = [
  ['reservation', 'reservation'],
  ['order', 'order'],
  ['customer', 'customer'],
  ['payment', 'payment'],
  ['shipping', 'shipping'],
  ['postgres', 'Postgres'],
  ['kafka', 'Kafka'],
  ['externals', 'psp, carrier'],
  ['generator', 'generator'],
] as const

const COLUMNS: readonly Column[] = [
  { key: 'sagasPerSecond', title: 'sagas/s', digits: 0 },
  { key: 'cores', title: 'cores busy', digits: 2 },
  { key: 'confirmedP50Ms', title: 'confirmed p50 ms', digits: 0 },
  { key: 'confirmedP99Ms', title: 'confirmed p99 ms', digits: 0 },
  { key: 'deliveredP50Ms', title: 'delivered p50 ms', digits: 0 },
  { key: 'deliveredP99Ms', title: 'delivered p99 ms', digits: 0 },
  { key: 'cpuMsPerSaga', title: 'CPU ms', digits: 2, table: COST },
  { key: 'commitsPerSaga', title: 'commits', digits: 2, table: COST, isCount: true },
  { key: 'transactionsPerSaga', title: 'transactions', digits: 2, table: COST, isCount: true },
  { key: 'walKibPerSaga', title: 'WAL KiB', digits: 1, table: COST, isCount: true },
  { key: 'kafkaKibPerSaga', title: 'Kafka KiB', digits: 1, table: COST, isCount: true },
  { key: 'unfinished', title: 'left unfinished', digits: 0, table: COST, isCount: true },
  ...CPU.map(([name, title]) => ({
    key: `cpuMs:${name}`,
    title,
    digits: 2,
    table: 'CPU ms for each saga, by process',
  })),
  { key: 'memoryServices', title: 'services', digits: 0, table: AT_REST },
  { key: 'memoryPostgres', title: 'Postgres', digits: 0, table: AT_REST },
  { key: 'memoryKafka', title: 'Kafka', digits: 0, table: AT_REST },
  { key: 'servicesPercent', title: 'services, % of a core', digits: 1, table: AT_REST },
  { key: 'stackPercent', title: 'whole stack, % of a core', digits: 1, table: AT_REST },
]

export const about: About = {
  name: 'saga',
  summary: `The product itself, over HTTP, with the card provider and the carrier answering at once. \`saturation\` keeps 1,000 sagas
under way, \`hot\` the same with 100 guests (Zipf) at one evening, \`failing-5\` and \`failing-20\` with 5 and 20 percent of sagas that
end with a declined card, without credit or without a carrier. \`rate-…\` begins that many sagas a second, whether or not they complete
(an open loop; three times, twice and one and a half times as long a run). Confirmed and delivered: from the moment the POST had to be sent to the event
received by a Kafka consumer in the generator. A saga counts when it has ended and its credit is settled, the drain included.
CPU includes the load generator. \`rest\` is the stack after load, without traffic.`,
  subjects: ['saturation', 'hot', 'failing-5', 'failing-20', 'rate-20', 'rate-100', 'rate-300', 'rest'],
  columns: COLUMNS,
  comparisons: [{ figure: 'sagasPerSecond', of: 'hot', to: 'saturation' }],
  targets: [{ subject: 'saturation', figure: 'commitsPerSaga', atMost: 1 }],
  length: { repeats: 3, seconds: 10, warmUpSeconds: 90 },
  smoke: { repeats: 1, seconds: 1, warmUpSeconds: 1 },
  plot,
}
