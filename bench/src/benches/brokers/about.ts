import { bars } from '../../harness/bars.ts'
import type { About } from '../../harness/bench.ts'

/** How a topic is kept, and how its producer writes. */
export interface Keeping {
  readonly replicas: number
  readonly minInSync: number
  /** -1: all that are in sync have it; 1: the leader has it. */
  readonly acks: -1 | 1
}

export const KEEPINGS: Readonly<Record<string, Keeping>> = {
  'rf1-min1-all': { replicas: 1, minInSync: 1, acks: -1 },
  'rf2-min1-all': { replicas: 2, minInSync: 1, acks: -1 },
  'rf2-min2-all': { replicas: 2, minInSync: 2, acks: -1 },
  'rf3-min2-one': { replicas: 3, minInSync: 2, acks: 1 },
  'rf3-min2-all': { replicas: 3, minInSync: 2, acks: -1 },
  'rf3-min3-all': { replicas: 3, minInSync: 3, acks: -1 },
}

const subjects = Object.keys(KEEPINGS)

export const about: About = {
  name: 'brokers',
  summary: `Three brokers, and a producer that writes record after record. First a broker that follows is killed. Then the leader is: the followers that are left hang for
half a second before, so that they are behind, and its disk is lost with it. Both come back, the leader with an empty disk, and the topic is read. \`rf3-min2-all\` keeps three
replicas with \`min.insync.replicas=2\` and writes with \`acks=all\`; \`one\` is \`acks=1\`. Lost: acknowledged, and not on the topic afterwards.`,
  subjects,
  columns: [
    { key: 'lost', title: 'acknowledged records lost', digits: 0 },
    { key: 'acceptedWithAll', title: 'accepted/s, all up', digits: 0 },
    { key: 'acceptedWithoutOne', title: 'a follower away', digits: 0 },
    { key: 'acceptedWithoutTwo', title: 'and the leader lost', digits: 0 },
    { key: 'silentMs', title: 'ms without a leader', digits: 0 },
    { key: 'acknowledged', title: 'acknowledged in all', digits: 0 },
  ],
  targets: ['rf2-min2-all', 'rf3-min2-all', 'rf3-min3-all'].map((subject) => ({ subject, figure: 'lost', atMost: 0 })),
  length: { repeats: 1, seconds: 4, warmUpSeconds: 0.1 },
  smoke: { repeats: 1, seconds: 0.5, warmUpSeconds: 0.1 },
  plot: bars({ title: 'acknowledged records lost', figure: 'lost', subjects }),
}
