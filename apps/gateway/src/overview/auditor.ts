import { readFileSync } from 'node:fs'
import { type Access, audit, findAway } from '@bistro/audit'
import { isServiceName } from '@bistro/services'
import type { Findings } from './lights.ts'

// A process of its own, below all others: an audit would block the gateway for seconds. It uses the logins of the stack's
// manifest, read-only, as `npm run audit` does; the gateway itself has none.

/** What the auditor prints, as JSON. */
export type Verdict = { readonly findings: Findings } | { readonly problem: string; readonly check?: string }

const [path = ''] = process.argv.slice(2)
process.stdout.write(JSON.stringify(await judge(JSON.parse(readFileSync(path, 'utf8')) as Access)))

async function judge(access: Access): Promise<Verdict> {
  if (access.mode === 'memory')
    return { problem: 'The audit reads topics, and the log of this stack is in memory: there are none.' }
  // What a service has done stands in its database: the service itself is not needed.
  const needed = (await findAway(access)).filter(({ part }) => !isServiceName(part) && part !== 'gateway')
  if (needed.length > 0)
    return {
      problem: `The audit needs ${needed.map(({ part, reason }) => `${part} (${reason})`).join(', ')}.`,
      check: 'npm run audit',
    }
  const { findings } = await audit(access)
  return { findings: findings.map(({ invariant: { number }, violations }) => ({ number, violations })) }
}
