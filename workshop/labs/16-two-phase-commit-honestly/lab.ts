import type { Lab } from '@bistro/workshop'
import { mistake, solve } from './acts.ts'
import { verify } from './verify.ts'

export const lab: Lab = {
  number: 16,
  title: 'Two-phase commit, honestly',
  minutes: 35,
  page: '/',
  needs: 'code',
  questions: [
    { name: 'sooner', text: 'Which design delivers sooner at 20 sagas a second: saga or two-phase?' },
    { name: 'factor', text: 'How many times as long does the other one take (p50)? One digit after the point.' },
    {
      name: 'busy',
      text: 'Which design completes more sagas a second when all guests want one evening: saga or two-phase?',
    },
    { name: 'doubt', text: 'How many transactions were in doubt when the coordinator died?' },
    {
      name: 'locked',
      text: "For how many seconds was the evening's row locked with two-phase commit? One digit after the point.",
    },
    { name: 'who', text: 'Who may end a transaction in doubt: guest, database or coordinator?' },
  ],
  hints: [
    'Nothing is to be changed here. Measure first (the README has the command), then read your report from top to bottom before you answer.',
    'Each answer is in a table of report.md: `sooner` and `factor` under "Light load", `busy` under "Under load", `doubt`, `locked` and `who` under "The coordinator dies". Trust your figures and not what one hears.',
    '`factor` is the larger p50 divided by the smaller one, both in the row "delivered, p50 (ms)". `locked` is the row "the evening\'s row locked for (ms)", divided by 1,000. `who`: a prepared transaction knows nothing of the other four databases; only the log of the `coordinator` says what was decided.',
  ],
  atFirst: { what: 'Both designs are measured on this machine', saw: /^no report\.md with report\.md\.json in / },
  wrongly: {
    what: 'The design that delivers sooner at light load',
    saw: /^saga, but p50 is \d+ ms with the saga and \d+ ms with two-phase commit$/,
  },
  solve,
  mistake,
  verify,
}
