import { markdownTable, number } from '../../harness/page.ts'
import type { Result } from '../../harness/result.ts'
import { ratioOf, type Spread } from '../../harness/summary.ts'

const DESIGNS = [
  ['two-phase', 'two-phase commit over the five databases'],
  ['durable', 'a durable-execution library (DBOS)'],
  ['naive', 'the saga as commonly written: a transaction for each message, a polled outbox'],
] as const

/** The product as a multiple of each other design, where it is better and where it is worse. */
export function ratiosOf(result: Result): string {
  const rows = DESIGNS.map(([design, what]) => [
    what,
    times(ratioOf(result, { figure: 'sagasPerSecond', of: 'saga', to: design })),
    times(ratioOf(result, { figure: 'deliveredP50Ms', of: 'saga-20', to: `${design}-20` })),
  ])
  const { measuredAt, machine, command } = result
  return [
    markdownTable(['against', 'sagas a second, at saturation', 'time to delivery (p50), at 20 sagas a second'], rows),
    `One run, by turns, on the same servers (\`${command}\`, ${measuredAt.slice(0, 10)}, ${machine.cores} cores).`,
  ].join('\n\n')
}

const times = (ratio: Spread | undefined): string => (ratio ? `× ${number(ratio.median, 1)}` : 'not measured')
