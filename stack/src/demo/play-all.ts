import type { Manifest } from '../manifest.ts'
import { say, style } from '../terminal/style.ts'
import { renderTable } from '../terminal/table.ts'
import { readEvents } from '../timeline/reader.ts'
import { watchSagas } from '../timeline/sagas.ts'
import { ENDINGS } from './endings.ts'
import { type Outcome, play } from './play.ts'

/** Plays every ending side by side and prints what came of them. Returns the exit status. */
export async function playAll(manifest: Manifest): Promise<number> {
  say(`Playing ${ENDINGS.length} endings side by side; the slowest waits for a card provider that never answers.`)
  const reader = await readEvents(manifest)
  try {
    const sagas = watchSagas(reader)
    const outcomes = await Promise.all(
      ENDINGS.map(async (ending) => {
        const outcome = await play(manifest, sagas, ending)
        say(style.dim(`  ${ending.number}: ${outcome.endedWith}`))
        return outcome
      }),
    )
    sayTable(outcomes)
    return outcomes.every(({ faults }) => faults.length === 0) ? 0 : 1
  } finally {
    await reader.close()
  }
}

function sayTable(outcomes: readonly Outcome[]): void {
  const columns = [
    { title: 'ending', align: 'right' as const },
    { title: 'given' },
    { title: 'ended with' },
    { title: 'ms', align: 'right' as const },
    { title: 'ok' },
  ]
  const rows = outcomes.map(({ ending, endedWith, elapsedMs, faults }) => [
    String(ending.number),
    ending.given,
    endedWith,
    elapsedMs.toFixed(0),
    faults.length === 0 ? 'yes' : 'NO',
  ])
  say()
  for (const line of renderTable(columns, rows)) say(line)
  say()
  for (const { ending, faults } of outcomes)
    for (const fault of faults) say(style.red(`ending ${ending.number}: ${fault}`))
}
