import type { Away, Report } from '@bistro/audit'
import { StackError } from '@bistro/client/errors'
import type { Manifest } from '@bistro/client/manifest'
import type { Command } from '../cli.ts'
import { sayBroken } from '../session/broken.ts'
import { withDowntimes } from '../session/downtimes.ts'
import { withStack } from '../session/session.ts'
import { isInfrastructure, isNeeded, unavailableLines } from '../session/unavailable.ts'
import { noArguments } from '../terminal/arguments.ts'
import { say, seconds, style } from '../terminal/style.ts'

/** What was looked at could not be seen whole: nothing is known of the promises. */
const AWAY_STATUS = 1
const VIOLATED_STATUS = 3

export const command: Command = {
  usage: [
    'npm run audit          checks databases, topics and the provider against the eight invariants, and lists unfinished sagas',
    '    Exit status: 0 all hold, 1 a part is unavailable, 3 one is violated',
  ],
  example: 'npm run audit',
  run: async (args) => {
    noArguments(args)
    return withStack(auditStack)
  },
}

type Known = Awaited<ReturnType<typeof withDowntimes>>

/** Holds a running stack against the invariants, and says what was found. Returns the exit status. */
export async function auditStack(stack: Manifest): Promise<number> {
  if (stack.mode === 'memory')
    throw new StackError('The audit reads topics. This stack has no Kafka.', 'npm run saga -- --open')
  const startedMs = performance.now()
  const manifest = await withDowntimes(stack)
  const { findAway } = await import('@bistro/audit')
  const away = await findAway(manifest)
  if (away.some(isInfrastructure)) return sayNotAudited(manifest, away)
  const report = await auditIfPossible(manifest)
  if (report === undefined) return sayNotAudited(manifest, await findAway(manifest))
  return sayReport(manifest, report, away, startedMs)
}

/** Undefined if something that it needs went away meanwhile. */
async function auditIfPossible(manifest: Known): Promise<Report | undefined> {
  const { audit, findAway } = await import('@bistro/audit')
  try {
    return await audit(manifest, (doubts) =>
      say(
        style.dim(
          `${doubts} possible violations. Checking again, because two services are never read at the same moment ...`,
        ),
      ),
    )
  } catch (cause) {
    if ((await findAway(manifest)).some(isInfrastructure)) return undefined
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new StackError(`The audit failed: ${message}`, 'npm run audit', { cause })
  }
}

async function sayNotAudited(manifest: Known, away: readonly Away[]): Promise<number> {
  const { readOpen, unfinishedLines } = await import('@bistro/audit')
  const { unfinished, nowMs } = await readOpen(manifest)
  if (unfinished.length > 0) {
    say('Unfinished sagas, according to the databases:')
    for (const line of unfinishedLines(unfinished, nowMs)) say(line)
    say()
  }
  sayUnavailable(manifest, away)
  say(style.yellow('The invariants were not checked: the audit needs all these parts.'))
  return AWAY_STATUS
}

function sayUnavailable(manifest: Known, away: readonly Away[]): void {
  const { lines, commands } = unavailableLines(manifest, away)
  for (const line of lines) say(style.red(line))
  say()
  for (const text of commands) say(`  Type: ${text}`)
  say()
}

async function sayReport(manifest: Known, report: Report, away: readonly Away[], startedMs: number): Promise<number> {
  const { reportLines } = await import('@bistro/audit')
  for (const line of reportLines(report)) say(line)
  const violations = report.findings.reduce((sum, finding) => sum + finding.violations.length, 0)
  say()
  if (away.length > 0) sayUnavailable(manifest, away)
  await sayBroken(manifest)
  const missing = away.filter(isNeeded)
  say(`${verdict(violations, missing)} ${style.dim(`Took ${seconds(performance.now() - startedMs, 0)}.`)}`)
  if (violations > 0) return VIOLATED_STATUS
  return missing.length > 0 ? AWAY_STATUS : 0
}

function verdict(violations: number, away: readonly Away[]): string {
  if (violations > 0) return style.red(`${violations} violations.`)
  if (away.length === 0) return style.green('No violation.')
  return style.yellow(
    `No violation. Sagas that wait for ${away.map(({ part }) => part).join(' and ')} were not checked.`,
  )
}
