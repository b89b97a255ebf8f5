import { markdownTable, number } from '../../harness/page.ts'
import type { Result } from '../../harness/result.ts'
import { spreadOf } from '../../harness/summary.ts'

const TWO = 'two-phase'
const MS_PER_SECOND = 1_000

export const REPORTED = [
  'saga',
  'saga-hot',
  'saga-20',
  'saga-killed',
  'two-phase',
  'two-phase-hot',
  'two-phase-20',
  'two-phase-killed',
]

/** A row: what it is, and which run has it. */
interface Line {
  readonly title: string
  readonly run: '' | '-hot' | '-20' | '-killed'
  readonly figure: string
  readonly digits: number
}

const LIGHT: readonly Line[] = [
  { title: 'delivered, p50 (ms)', run: '-20', figure: 'deliveredP50Ms', digits: 0 },
  { title: 'delivered, p99 (ms)', run: '-20', figure: 'deliveredP99Ms', digits: 0 },
  { title: 'confirmed, p50 (ms)', run: '-20', figure: 'confirmedP50Ms', digits: 0 },
  { title: 'processor for each saga (ms)', run: '-20', figure: 'cpuMsPerSaga', digits: 1 },
]
const LOADED: readonly Line[] = [
  { title: 'sagas a second, each guest at an evening of their own', run: '', figure: 'sagasPerSecond', digits: 0 },
  { title: 'sagas a second, all guests at one evening', run: '-hot', figure: 'sagasPerSecond', digits: 0 },
  { title: 'processor for each saga (ms), own evenings', run: '', figure: 'cpuMsPerSaga', digits: 1 },
]
const DEAD: readonly Line[] = [
  { title: 'transactions in doubt', run: '-killed', figure: 'inDoubt', digits: 0 },
  { title: 'of them decided to commit', run: '-killed', figure: 'decided', digits: 0 },
  { title: 'down for (ms)', run: '-killed', figure: 'downMs', digits: 0 },
  { title: "the evening's row locked for (ms)", run: '-killed', figure: 'lockedMs', digits: 0 },
  { title: 'ready again after (ms)', run: '-killed', figure: 'restartMs', digits: 0 },
]

/** Saga and two-phase commit on one page, each where it is better. */
export function reportOf(result: Result): string {
  const { command, measuredAt, machine } = result
  return `# Saga or two-phase commit, measured on this machine

${measuredAt.slice(0, 16).replace('T', ' ')} UTC, ${machine.cores} cores (${machine.processor}), ${machine.memoryGib} GiB: \`${command}\`. A few seconds of load each: figures to compare with each other, not to quote.

## Light load: 20 sagas a second

${tableOf(result, LIGHT)}

${sooner(result)} Two-phase commit asks five databases once to prepare and once to commit, side by side. A saga goes from service to service, and each hop is a transaction, a record on the log and a reader that takes it.

## Under load

${tableOf(result, LOADED)}

${faster(result, '', 'Each guest at an evening of their own')} ${faster(result, '-hot', 'All at one evening')} Two-phase commit keeps the evening's row locked until all five databases have committed. A saga locks a row for one short transaction, and takes many messages in one.

## The coordinator dies

${tableOf(result, DEAD)}

${doubtText(result)}

**Who must act.** No database may end a transaction in doubt by itself: only the coordinator's log says whether the others commit. The rows stay locked until the coordinator is back and reads its log, or until a person reads it and types \`COMMIT PREPARED\` or \`ROLLBACK PREPARED\` for each transaction on each server. When a saga's services die, their databases roll back what was not committed at once; the services go on when they are back, and nobody has to decide anything.

## What no figure shows

- With two-phase commit all five databases agree at one moment. A saga shows what is half done: seats that are held and not paid. Every step needs an undo that somebody writes and tests.
- With two-phase commit a reservation needs all five databases. A saga takes it while the reservation service is up; the others follow later.
- The card provider takes part in neither. Both designs call it under a key, and both must give money back when the rest fails.
- Two-phase commit needs \`max_prepared_transactions\` on every server, a coordinator with a log that is never lost, and somebody who watches for transactions in doubt. A saga needs a log, an outbox and a gate in every service.
- Here, two-phase commit does only what happens when all goes well. Network between the servers would slow both.
`
}

const figureOf = (result: Result, subject: string, figure: string): number | undefined =>
  spreadOf(result, subject, figure)?.median

function tableOf(result: Result, lines: readonly Line[]): string {
  const rows = lines.map(({ title, run, figure, digits }) => [
    title,
    ...['saga', TWO].map((design) => shown(figureOf(result, `${design}${run}`, figure), digits)),
  ])
  return markdownTable(['', 'saga', 'two-phase commit'], rows)
}

const shown = (value: number | undefined, digits: number): string =>
  value === undefined ? 'not measured' : number(value, digits)

const NAMES = { saga: 'the saga', [TWO]: 'two-phase commit' }
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Which of two figures is the lower, and by how much. */
function sooner(result: Result): string {
  const [saga, two] = ['saga-20', `${TWO}-20`].map((subject) => figureOf(result, subject, 'deliveredP50Ms'))
  if (saga === undefined || two === undefined) return 'Not measured.'
  const [first, second] = two < saga ? [NAMES[TWO], NAMES.saga] : [NAMES.saga, NAMES[TWO]]
  const factor = number(Math.max(saga, two) / Math.min(saga, two), 1)
  return `**${capital(first)} delivers sooner: ${second} takes ${factor} times as long.**`
}

function faster(result: Result, run: '' | '-hot', where: string): string {
  const [saga, two] = ['saga', TWO].map((design) => figureOf(result, `${design}${run}`, 'sagasPerSecond'))
  if (saga === undefined || two === undefined) return `${where}: not measured.`
  const first = saga > two ? NAMES.saga : NAMES[TWO]
  return `**${where}, ${first} completes ${number(Math.max(saga, two) / Math.min(saga, two), 1)} times as many.**`
}

function doubtText(result: Result): string {
  const [inDoubt, decided] = ['inDoubt', 'decided'].map((figure) => figureOf(result, `${TWO}-killed`, figure))
  if (inDoubt === undefined || decided === undefined) return 'Not measured.'
  if (inDoubt === 0) return 'No transaction was in doubt in this run: run it again to meet one.'
  return `**${inDoubt} transactions were in doubt: prepared, locked, neither committed nor rolled back.** The coordinator had decided to commit ${decided} of them. To roll all back would have torn those apart. ${lockText(result)}`
}

function lockText(result: Result): string {
  const [locked, down] = ['lockedMs', 'downMs'].map((figure) => figureOf(result, `${TWO}-killed`, figure))
  if (locked === undefined || down === undefined) return ''
  const seconds = number(locked / MS_PER_SECOND, 1)
  return locked >= down
    ? `**The evening's row stayed locked for ${seconds} s, until the coordinator came back.** For a coordinator that nobody starts, that is for ever.`
    : `The evening's row happened to be free when the coordinator died (${seconds} s): other rows stayed locked. Run it again to meet a locked one.`
}
