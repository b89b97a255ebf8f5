import type { About } from '../../harness/bench.ts'
import { plot } from './plot.ts'

export const about: About = {
  name: 'growth',
  summary: `The product with 1,000 sagas under way, each run beginning with ten thousand, a hundred thousand or a million stored events
(all five services together). Two stacks by turns: one is cut back to ten thousand before its first run of a round and filled up to a hundred thousand before its second, the other
begins with a million and keeps growing. They are filled with copies in SQL of the rows that real sagas left in events, streams, entries and gates.
\`rebuild-…\` builds a view again from its topic and compares it with the live one (\`npm run replay\`), with all gate rows present.
Before the audit of the big stack its copies are deleted, as no service has ever published them.`,
  subjects: ['ten-thousand', 'hundred-thousand', 'million', 'rebuild-reservations', 'rebuild-deliveries'],
  columns: [
    { key: 'sagasPerSecond', title: 'sagas/s', digits: 0 },
    { key: 'storedEvents', title: 'events stored', digits: 0 },
    { key: 'gates', title: 'gate rows', digits: 0 },
    { key: 'confirmedP99Ms', title: 'confirmed p99 ms', digits: 0 },
    { key: 'cpuMsPerSaga', title: 'CPU ms/saga', digits: 2 },
    { key: 'walKibPerSaga', title: 'WAL KiB/saga', digits: 1, isCount: true },
    { key: 'memoryPostgres', title: 'Postgres MiB', digits: 0 },
    { key: 'kafkaKibPerSaga', title: 'topics KiB/saga', digits: 1, table: 'On disk' },
    { key: 'databasesGib', title: 'databases GiB/million sagas', digits: 2, table: 'On disk' },
    { key: 'eventsPerSecond', title: 'events/s', digits: 0, table: 'Rebuilding a view' },
    { key: 'eventsRead', title: 'events read', digits: 0, table: 'Rebuilding a view' },
    { key: 'rows', title: 'rows', digits: 0, table: 'Rebuilding a view' },
    { key: 'differences', title: 'differences', digits: 0, table: 'Rebuilding a view' },
    { key: 'seconds', title: 'seconds', digits: 1, table: 'Rebuilding a view' },
  ],
  comparisons: [
    { figure: 'sagasPerSecond', of: 'hundred-thousand', to: 'ten-thousand' },
    { figure: 'sagasPerSecond', of: 'million', to: 'ten-thousand', atLeast: 0.85 },
  ],
  targets: [
    { subject: 'rebuild-reservations', figure: 'differences', atMost: 0 },
    { subject: 'rebuild-deliveries', figure: 'differences', atMost: 0 },
  ],
  length: { repeats: 7, seconds: 5, warmUpSeconds: 15 },
  smoke: { repeats: 1, seconds: 1, warmUpSeconds: 1 },
  plot,
}
