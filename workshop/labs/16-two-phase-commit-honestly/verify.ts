import type { Check, World } from '@bistro/workshop'
import { type Expected, isNear, number } from './expected.ts'
import { FIGURES, MeasuredRun, PAGE } from './run.ts'

const COMMAND = 'npm run bench -- peers --report report.md'
const MS_PER_SECOND = 1_000
const ROUNDING = 0.5

export async function verify(world: World): Promise<readonly Check[]> {
  const run = MeasuredRun.in(world.path)
  const measured = isMeasured(world, run)
  if (!run || !measured.isRight) return [measured]
  const page = isOfThisRun(run)
  if (!page.isRight) return [measured, page]
  return [measured, page, ...expectedOf(run).map((expected) => answered(world, expected))]
}

function isMeasured({ path }: World, run: MeasuredRun | undefined): Check {
  const missing = run?.missing ?? []
  const isSmoke = run?.command.includes('--smoke') ?? false
  const saw = !run
    ? `no ${PAGE} with ${FIGURES} in ${path}`
    : missing.length > 0
      ? `a run without ${missing.join(', ')}`
      : isSmoke
        ? 'a smoke run: one second of load says nothing'
        : run.command
  return {
    what: 'Both designs are measured on this machine',
    expected: 'a report of a whole run, made in the copy',
    saw,
    isRight: run !== undefined && missing.length === 0 && !isSmoke,
    where: COMMAND,
  }
}

/** A page whose figures somebody has changed says nothing of this machine. */
function isOfThisRun(run: MeasuredRun): Check {
  const rows = [
    ['delivered, p50 (ms)', '20', 'deliveredP50Ms'],
    ['sagas a second, all guests at one evening', 'hot', 'sagasPerSecond'],
    ['transactions in doubt', 'killed', 'inDoubt'],
    ["the evening's row locked for (ms)", 'killed', 'lockedMs'],
  ] as const
  const wrong = rows.flatMap(([title, kind, figure]) => {
    const measured = (['saga', 'two-phase'] as const).map((design) => run.figure(design, kind, figure) ?? Number.NaN)
    const shown = run.rowOfPage(title)
    const isSame = measured.every((value, at) => Math.abs(number(shown[at]) - value) <= ROUNDING)
    return isSame ? [] : [`${title}: ${shown.join(' and ')} on the page, ${measured.join(' and ')} measured`]
  })
  return {
    what: 'The page shows what was measured',
    expected: `the figures of ${FIGURES}`,
    saw: wrong[0] ?? 'the same figures',
    isRight: wrong.length === 0,
    where: `${PAGE}; ${COMMAND} writes it again`,
  }
}

function expectedOf(run: MeasuredRun): readonly Expected[] {
  const ofBoth = (kind: '20' | 'hot', figure: string) =>
    [run.figure('saga', kind, figure) ?? 0, run.figure('two-phase', kind, figure) ?? 0] as const
  const [sagaMs, twoMs] = ofBoth('20', 'deliveredP50Ms')
  const [sagas, twos] = ofBoth('hot', 'sagasPerSecond')
  const doubt = run.figure('two-phase', 'killed', 'inDoubt') ?? 0
  const locked = (run.figure('two-phase', 'killed', 'lockedMs') ?? 0) / MS_PER_SECOND
  const light = `p50 is ${ms(sagaMs)} with the saga and ${ms(twoMs)} with two-phase commit`
  return [
    word('sooner', 'The design that delivers sooner at light load', sagaMs < twoMs ? 'saga' : 'two-phase', light),
    figure(
      'factor',
      'How many times as long the other one takes',
      Math.max(sagaMs, twoMs) / Math.min(sagaMs, twoMs),
      light,
    ),
    word(
      'busy',
      'The design that completes more at one evening',
      sagas > twos ? 'saga' : 'two-phase',
      `${sagas.toFixed(0)} sagas a second and ${twos.toFixed(0)} with two-phase commit`,
    ),
    figure('doubt', 'Transactions in doubt when the coordinator died', doubt, 'the section on the dead coordinator'),
    figure('locked', "Seconds for which the evening's row was locked", locked, 'the section on the dead coordinator'),
    word('who', 'Who may end a transaction in doubt', 'coordinator', 'a database does not know what the others do'),
  ]
}

const ms = (value: number): string => `${value.toFixed(0)} ms`

const word = (name: string, what: string, right: string, because: string): Expected => ({
  name,
  what,
  because,
  isRight: (answer) => answer.trim().toLowerCase() === right,
})

const figure = (name: string, what: string, right: number, because: string): Expected => ({
  name,
  what,
  because,
  isRight: (answer) => isNear(number(answer), right),
})

function answered({ answers }: World, { name, what, because, isRight }: Expected): Check {
  const answer = answers.get(name)
  const right = answer !== undefined && isRight(answer)
  return {
    what,
    expected: 'what your own report says',
    saw: answer === undefined ? 'no answer yet' : right ? answer : `${answer}, but ${because}`,
    isRight: right,
    where: `${PAGE}, then npm run lab -- answer ${name} ...`,
  }
}
