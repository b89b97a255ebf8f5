import type { FoundLab } from './catalogue.ts'
import type { Verification } from './verification.ts'

/** How words are shown. */
export interface Paint {
  bold(text: string): string
  dim(text: string): string
  red(text: string): string
  green(text: string): string
  yellow(text: string): string
}

const INDENT = ' '.repeat(9)

/** The result of a verification as lines: of each wrong check what was expected, what was seen and where to look. */
export function resultLines({ lab }: FoundLab, result: Verification, paint: Paint): string[] {
  const { verdict, checks, problem } = result
  const took = paint.dim(`Took ${(result.tookMs / 1_000).toFixed(1)} s.`)
  if (problem)
    return [
      paint.yellow('Could not check. This says nothing of your work.'),
      ...problem.message.split('\n').map((line) => `  ${line}`),
      '',
      `  Type: ${problem.next}`,
      took,
    ]
  const right = checks.filter(({ isRight }) => isRight).length
  return [
    ...checks.flatMap((check) => [
      `  ${check.isRight ? paint.green('right') : paint.red('WRONG')}  ${check.what}`,
      ...(check.isRight
        ? []
        : [...named('expected', check.expected), ...named('saw', check.saw), ...named('look at', check.where)]),
    ]),
    '',
    verdict === 'right'
      ? `${paint.green(`Lab ${lab.number} is done: ${counted(right)}.`)} ${took}`
      : `${paint.red(`${right} of ${checks.length} checks right.`)} ${took}`,
  ]
}

const counted = (checks: number): string => (checks === 1 ? '1 check' : `${checks} checks`)

const NAME_WIDTH = 10

function named(name: string, text: string): string[] {
  const [first = '', ...more] = text.split('\n')
  return [
    `${INDENT}${name.padEnd(NAME_WIDTH)}${first}`,
    ...more.map((line) => `${INDENT}${' '.repeat(NAME_WIDTH)}${line}`),
  ]
}
