import { bars } from '../../harness/bars.ts'
import type { About } from '../../harness/bench.ts'

const subjects = ['kit', 'avsc', 'registry-client', 'json']

export const about: About = {
  name: 'codec',
  summary: `The events of a saga to bytes and back, one after the other on one core: the product's codec (\`kit\`, which checks each event and
caches resolvers), \`avsc\` as its manual shows it (\`toBuffer\`, a resolver for each message of another schema, no check of unknown fields), the
KafkaJS client of the schema registry with a warm cache (\`registry-client\`), and \`json\`. \`newer\`: written with a schema that has one field more.`,
  subjects,
  columns: [
    { key: 'encodedPerSecond', title: 'encoded/s', digits: 0 },
    { key: 'decodedPerSecond', title: 'decoded/s', digits: 0 },
    { key: 'newerPerSecond', title: 'decoded/s, newer', digits: 0 },
    { key: 'bytes', title: 'bytes', digits: 0 },
  ],
  comparisons: [
    { figure: 'encodedPerSecond', of: 'kit', to: 'avsc' },
    { figure: 'decodedPerSecond', of: 'kit', to: 'avsc' },
    { figure: 'newerPerSecond', of: 'kit', to: 'avsc' },
    { figure: 'newerPerSecond', of: 'kit', to: 'registry-client' },
  ],
  length: { repeats: 3, seconds: 2, warmUpSeconds: 1 },
  smoke: { repeats: 1, seconds: 0.1, warmUpSeconds: 0.1 },
  plot: bars({ title: 'events decoded a second', figure: 'decodedPerSecond', subjects }),
}
