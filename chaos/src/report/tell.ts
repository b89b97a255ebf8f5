import { renderTable, say, style } from '@bistro/cli/terminal'
import { median } from '../checks/growth.ts'
import { shortened } from '../checks/violation.ts'
import { kindFigures, type Result, recoveriesOf } from './result.ts'

const NOT_DONE_SHOWN = 5

export function tell(result: Result, file: string): void {
  say()
  for (const line of [...figures(result), '', ...byKind(result), '', ...memory(result)]) say(line)
  const problems = result.faults.filter(({ problem }) => problem !== undefined)
  for (const { planned, problem } of problems.slice(0, NOT_DONE_SHOWN))
    say(style.dim(`  not injected or not undone: ${planned.fault}: ${planned.target}: ${problem}`))
  say()
  for (const line of shortened(result.violations)) say(style.red(line))
  if (result.violations.length === 0) say(style.green('Every check passed.'))
  else say(style.red(`\n${result.violations.length} violations. To repeat this run, type:\n\n  ${commandOf(result)}\n`))
  say(style.dim(`Full report, with the logs beside it: ${file}`))
}

export function commandOf({ arguments: { seed, minutes, rate, kinds } }: Pick<Result, 'arguments'>, all = 8): string {
  const only = kinds.length === all ? '' : ` --only ${kinds.join(',')}`
  return `npm run chaos -- --seed ${seed} --minutes ${minutes} --rate ${rate}${only}`
}

const ms = (number: number): string => `${(number / 1_000).toFixed(1)} s`

function figures(result: Result): string[] {
  const { sagas, answers, slowestAnswerMs, faults, foreignRecords, deaths, endings } = result
  const times = (all: readonly number[]): string =>
    all.length === 0 ? 'none' : `median ${ms(median(all))}, slowest ${ms(Math.max(...all))}, of ${all.length}`
  const rows = [
    ['faults', `${faults.length} in ${result.arguments.minutes} minutes, ${foreignRecords} of them foreign records`],
    ['sagas', `${sagas.acknowledged} acknowledged, ${sagas.ended} ended, ${sagas.confirmed} confirmed`],
    ['endings', counts(endings)],
    ['responses', counts(answers)],
    ['slowest response', `${ms(slowestAnswerMs)} while its service was running`],
    ['recovery', times(recoveriesOf(result))],
    ['recovery during other faults', times(recoveriesOf(result, true))],
    ['unexpected exits', String(deaths.length)],
  ]
  return renderTable([{ title: 'what' }, { title: `seed ${result.arguments.seed}` }], rows)
}

const counts = (all: Readonly<Record<string, number>>): string =>
  Object.entries(all)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')

function byKind(result: Result): string[] {
  const rows = kindFigures(result).map(({ kind, faults, notDone, recoveriesMs }) => [
    kind,
    String(faults),
    String(notDone),
    ...(recoveriesMs.length === 0 ? ['-', '-'] : [ms(median(recoveriesMs)), ms(Math.max(...recoveriesMs))]),
  ])
  const right = 'right' as const
  return renderTable(
    [
      { title: 'kind' },
      { title: 'faults', align: right },
      { title: 'failed', align: right },
      { title: 'median recovery', align: right },
      { title: 'slowest', align: right },
    ],
    rows,
  )
}

function memory({ growth }: Result): string[] {
  const right = 'right' as const
  const rows = growth.map((one) => [
    one.service,
    ...[one.firstMib, one.lastMib, one.mostMib, one.databaseMib].map((mib) => mib.toFixed(0)),
    ...[one.outboxRows, one.pendingRows].map(String),
  ])
  const titles = ['memory, MiB: first quarter', 'last', 'most', 'database, MiB', 'unpublished', 'pending']
  return renderTable([{ title: 'service' }, ...titles.map((title) => ({ title, align: right }))], rows)
}
