import type { Away } from '@bistro/audit'
import { startCommand } from '@bistro/client'
import { StackError } from '@bistro/client/errors'
import type { Manifest } from '@bistro/client/manifest'
import { PROGRAMS } from '@bistro/client/names'
import { withDowntimes } from './downtimes.ts'

/** A line for each part that is away, and what brings them back. */
export interface UnavailableLines {
  readonly lines: readonly string[]
  readonly commands: readonly string[]
}

export function unavailableLines(
  manifest: Pick<Manifest, 'processes' | 'mode'> & { readonly downSince: ReadonlyMap<string, number> },
  away: readonly Away[],
): UnavailableLines {
  return {
    lines: away.map(({ part, address, reason }) => {
      const sinceMs = manifest.downSince.get(part)
      const since = sinceMs === undefined ? '' : ` since ${new Date(sinceMs).toISOString().slice(11, 19)}Z`
      return `${PARTS[part] ?? part} is unavailable${since}: ${address} does not answer (${reason})`
    }),
    commands: [...new Set(away.map(({ part }) => startCommand(manifest, part)))],
  }
}

/** What a program has done stands in its database: to look at it, the program itself is not needed. */
export const isInfrastructure = ({ part }: Away): boolean => !(PROGRAMS as readonly string[]).includes(part)

/** The gateway only looks, and mails are kept until their server is back: what the audit wants to know, it finds without them. */
export const isNeeded = ({ part }: Away): boolean => part !== 'gateway' && part !== 'mail'

/** Does `work`; where it fails because a part is away, the StackError names that part and what to type. */
export async function namingUnavailable<Result>(stack: Manifest, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof StackError) throw cause
    throw (await outage(stack, cause)) ?? cause
  }
}

/** What names the parts of the infrastructure that are away, of those that are asked for; undefined if none is. */
export async function outage(
  stack: Manifest,
  cause?: unknown,
  isAskedFor = isInfrastructure,
): Promise<StackError | undefined> {
  const manifest = await withDowntimes(stack)
  const { findAway } = await import('@bistro/audit')
  const { lines, commands } = unavailableLines(manifest, (await findAway(manifest)).filter(isAskedFor))
  return lines.length === 0 ? undefined : new StackError(lines.join('\n'), commands.join('\n        '), { cause })
}

/** Parts whose name says too little. */
const PARTS: Readonly<Record<string, string>> = {
  kafka: 'the broker (kafka)',
  registry: 'the schema registry (registry)',
  psp: 'the card provider (psp)',
  carrier: 'the carrier (carrier)',
  mail: 'the mail server (mail)',
}
