import type { Command } from '../cli.ts'
import { examine, type Finding } from '../examine.ts'
import { noArguments } from '../terminal/arguments.ts'
import { say, style } from '../terminal/style.ts'

const NAME_WIDTH = 10
const SIGNS = { fine: style.green('ok     '), lesser: style.yellow('note   '), missing: style.red('missing') }

export const command: Command = {
  usage: ['npm run doctor         shows what this machine has, what is missing, and what to type'],
  example: 'npm run doctor',
  run: async (args) => {
    noArguments(args)
    const findings = await examine()
    sayFindings(findings)
    return findings.some(({ verdict }) => verdict === 'missing') ? 1 : 0
  },
}

export function sayFindings(findings: readonly Finding[]): void {
  for (const finding of findings) sayFinding(finding)
}

function sayFinding({ name, verdict, found, advice }: Finding): void {
  say(`  ${SIGNS[verdict]}  ${style.bold(name.padEnd(NAME_WIDTH))} ${found}`)
  if (advice) say(`${' '.repeat(NAME_WIDTH + 12)}${style.dim(`-> ${advice}`)}`)
}
