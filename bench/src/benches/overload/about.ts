import type { About } from '../../harness/bench.ts'
import { plot } from './plot.ts'

export const about: About = {
  name: 'overload',
  summary: `\`capacity\` keeps 1,000 sagas under way and measures how many complete a second; \`twice\` then begins twice as many a second for a
minute, whether or not they complete, over as many connections as that takes. Goodput: sagas completed a second while the load
lasts. Drain: from the last POST to the last accepted saga's end.`,
  subjects: ['capacity', 'twice'],
  columns: [
    { key: 'offeredPerSecond', title: 'offered/s', digits: 0 },
    { key: 'goodputPerSecond', title: 'goodput/s', digits: 0 },
    { key: 'accepted', title: '202', digits: 0 },
    { key: 'tooMany', title: '429', digits: 0 },
    { key: 'unavailable', title: '503', digits: 0 },
    { key: 'otherAnswers', title: 'other answers', digits: 0 },
    { key: 'unanswered', title: 'no answer', digits: 0 },
    { key: 'withoutRetryAfter', title: 'refused without Retry-After', digits: 0 },
    { key: 'unfinished', title: 'left unfinished', digits: 0, isCount: true },
    { key: 'answeredP50Ms', title: 'answered p50 ms', digits: 0, table: 'Time and memory' },
    { key: 'answeredP99Ms', title: 'answered p99 ms', digits: 0, table: 'Time and memory' },
    { key: 'deliveredP50Ms', title: 'delivered p50 ms', digits: 0, table: 'Time and memory' },
    { key: 'deliveredP99Ms', title: 'delivered p99 ms', digits: 0, table: 'Time and memory' },
    { key: 'drainSeconds', title: 'drain s', digits: 1, table: 'Time and memory' },
    { key: 'memoryServices', title: 'services MiB', digits: 0, table: 'Time and memory' },
    { key: 'memoryPostgres', title: 'Postgres MiB', digits: 0, table: 'Time and memory' },
    { key: 'memoryKafka', title: 'Kafka MiB', digits: 0, table: 'Time and memory' },
  ],
  comparisons: [{ figure: 'goodputPerSecond', of: 'twice', to: 'capacity' }],
  targets: [
    { subject: 'twice', figure: 'unanswered', atMost: 0 },
    { subject: 'twice', figure: 'otherAnswers', atMost: 0 },
    { subject: 'twice', figure: 'withoutRetryAfter', atMost: 0 },
    { subject: 'twice', figure: 'unfinished', atMost: 0 },
  ],
  length: { repeats: 1, seconds: 60, warmUpSeconds: 60 },
  smoke: { repeats: 1, seconds: 2, warmUpSeconds: 1 },
  plot,
}
