import { bars } from '../../harness/bars.ts'
import type { About } from '../../harness/bench.ts'

const SUBJECTS = ['calm', 'wild', 'wild-with-quota']

export const about: About = {
  name: 'quotas',
  summary: `The product with 50 sagas begun a second, whether or not they complete. In \`wild\` and \`wild-with-quota\` another process with the login of
notification reads the four topics that it may read from the first record, does nothing with them, and begins again (a replay in a loop). \`wild\` lifts its quota
first, \`wild-with-quota\` has it as deployment sets it; the reader has run for 15 s when the load begins, as the broker looks at the last ten.`,
  subjects: SUBJECTS,
  columns: [
    { key: 'confirmedP99Ms', title: 'confirmed p99 ms', digits: 0 },
    { key: 'confirmedP50Ms', title: 'confirmed p50 ms', digits: 0 },
    { key: 'deliveredP99Ms', title: 'delivered p99 ms', digits: 0 },
    { key: 'sagasPerSecond', title: 'sagas/s', digits: 0 },
    { key: 'wildMibPerSecond', title: 'reader MiB/s', digits: 1 },
    { key: 'wildCores', title: 'cores busy with the reader', digits: 2 },
    { key: 'throttledPercent', title: 'reader told to wait, % of the time', digits: 0 },
    { key: 'cores', title: 'cores busy with the rest', digits: 2 },
    { key: 'unfinished', title: 'left unfinished', digits: 0, isCount: true },
  ],
  comparisons: [
    { figure: 'confirmedP99Ms', of: 'wild', to: 'calm' },
    { figure: 'confirmedP99Ms', of: 'wild-with-quota', to: 'calm' },
  ],
  targets: [{ subject: 'wild-with-quota', figure: 'unfinished', atMost: 0 }],
  length: { repeats: 3, seconds: 20, warmUpSeconds: 60 },
  smoke: { repeats: 1, seconds: 1, warmUpSeconds: 1 },
  plot: bars({
    title: 'milliseconds until a saga is confirmed, p99',
    figure: 'confirmedP99Ms',
    subjects: SUBJECTS,
  }),
}
