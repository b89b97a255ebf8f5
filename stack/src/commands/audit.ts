import type { Command } from '../cli.ts'
import { StackError } from '../errors.ts'
import type { Manifest } from '../manifest.ts'
import { withStack } from '../session/session.ts'
import { noArguments } from '../terminal/arguments.ts'
import { say, seconds, style } from '../terminal/style.ts'

export const command: Command = {
  usage: ['npm run audit          checks databases, topics and the provider against the eight invariants'],
  example: 'npm run audit',
  run: async (args) => {
    noArguments(args)
    return withStack(auditStack)
  },
}

/** Holds a running stack against the invariants, and says what was found. Returns the exit status. */
export async function auditStack(manifest: Manifest): Promise<number> {
  if (manifest.mode === 'memory')
    throw new StackError('The audit reads topics, and this stack has no Kafka.', 'npm run doctor')
  const { audit, reportLines } = await import('@bistro/audit')
  const startedMs = performance.now()
  const report = await audit(manifest, (doubts) =>
    say(style.dim(`${doubts} doubts; looking again, as two services are never seen in the same moment ...`)),
  )
  for (const line of reportLines(report)) say(line)
  const violations = report.findings.reduce((sum, finding) => sum + finding.violations.length, 0)
  const verdict = violations === 0 ? style.green('No violation.') : style.red(`${violations} violations.`)
  say()
  say(`${verdict} ${style.dim(`Looked for ${seconds(performance.now() - startedMs, 0)}.`)}`)
  return violations === 0 ? 0 : 1
}
