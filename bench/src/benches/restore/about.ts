import { bars } from '../../harness/bars.ts'
import type { About } from '../../harness/bench.ts'

const subjects = ['nothing', 'half', 'backup']

export const about: About = {
  name: 'restore',
  summary: `The database of payment with 100,000 events of its own, restored: from Kafka alone (\`nothing\`), and from a backup that has half of them (\`half\`).
\`backup\` copies all of them into a folder. Each run is the whole of the command: the new database, its tables, the reading of the topics, the exchange.`,
  subjects,
  columns: [
    { key: 'secondsPer100k', title: 'seconds for 100,000 events', digits: 1 },
    { key: 'seconds', title: 'seconds', digits: 1 },
    { key: 'events', title: 'events', digits: 0 },
  ],
  length: { repeats: 3, seconds: 1, warmUpSeconds: 1 },
  smoke: { repeats: 1, seconds: 1, warmUpSeconds: 1 },
  plot: bars({ title: 'seconds for 100,000 events', figure: 'secondsPer100k', subjects }),
}
