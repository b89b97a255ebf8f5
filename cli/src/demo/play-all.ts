import {
  ENDINGS,
  type Ending,
  type Outcome,
  partsOf,
  play,
  readEvents,
  untilReadable,
  waitFor,
  watchOutages,
  watchSagas,
} from '@bistro/client'
import type { Manifest } from '@bistro/client/manifest'
import { say, style } from '../terminal/style.ts'
import { renderTable } from '../terminal/table.ts'
import { type Hints, STACK_HINTS } from './hints.ts'
import { type ReportOptions, reportWaiting } from './waiting-report.ts'

const READY_TIMEOUT_MS = 1_000

/** Plays every ending side by side, says what they wait for, and prints what came of them. Returns the exit status. */
export async function playAll(manifest: Manifest, options: Omit<ReportOptions, 'print'> = {}): Promise<number> {
  const outages = watchOutages(partsOf(manifest))
  await outages.looked
  const open = new Set(ENDINGS)
  const report = reportWaiting(outages, () => namesOf(open), options)
  try {
    await waitFor(outages, READY_TIMEOUT_MS, () => outages.now().length === 0 || undefined)
    const reader = await untilReadable(outages, () => readEvents(manifest))
    report.say(
      `Playing ${ENDINGS.length} endings in parallel. The slowest waits for a card provider that never answers.`,
    )
    const sagas = watchSagas(reader)
    const outcomes = await Promise.all(
      ENDINGS.map(async (ending) => {
        const outcome = await play(manifest, sagas, ending, outages)
        open.delete(ending)
        report.say(lineOf(outcome))
        return outcome
      }),
    ).finally(() => reader.close())
    sayTable(outcomes, options.hints ?? STACK_HINTS)
    return outcomes.every(({ faults }) => faults.length === 0) ? 0 : 1
  } finally {
    report.stop()
    outages.stop()
  }
}

const namesOf = (open: ReadonlySet<Ending>): string =>
  open.size === ENDINGS.length
    ? 'all endings'
    : `ending ${[...new Set([...open].map(({ number }) => number))].join(', ')}`

const NUMBER_WIDTH = 4
const RESULT_WIDTH = 38
const GIVEN_WIDTH = 51

const lineOf = ({ ending: { number, given }, endedWith, sagaId = '' }: Outcome): string =>
  `${String(number).padStart(NUMBER_WIDTH)}  ${endedWith.padEnd(RESULT_WIDTH)} ${style.dim(`${given.padEnd(GIVEN_WIDTH)} ${sagaId}`).trimEnd()}`

export const verdictOf = ({ faults, recovered }: Pick<Outcome, 'faults' | 'recovered'>): string =>
  faults.length > 0 ? 'NO' : recovered ? 'recovered' : 'yes'

function sayTable(outcomes: readonly Outcome[], hints: Hints): void {
  const columns = [
    { title: 'ending', align: 'right' as const },
    { title: 'given' },
    { title: 'ended with' },
    { title: 'ms', align: 'right' as const },
    { title: 'ok' },
  ]
  const rows = outcomes.map((outcome) => [
    String(outcome.ending.number),
    outcome.ending.given,
    outcome.endedWith,
    outcome.elapsedMs.toFixed(0),
    verdictOf(outcome),
  ])
  say()
  for (const line of renderTable(columns, rows)) say(line)
  say()
  for (const { ending, faults, sagaId } of outcomes)
    for (const fault of faults) say(style.red(`ending ${ending.number}${sagaId ? ` (${sagaId})` : ''}: ${fault}`))
  const shown =
    outcomes.find(({ faults, sagaId }) => sagaId && faults.length > 0) ?? outcomes.find(({ sagaId }) => sagaId)
  if (shown?.sagaId) say(`To see one of them, by its id above: ${hints.look(shown.sagaId)}`)
}
