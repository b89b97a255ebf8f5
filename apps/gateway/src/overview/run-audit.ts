import { execFile } from 'node:child_process'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { composeCommand } from '@bistro/client'
import type { Verdict } from './auditor.ts'
import { type Findings, NotAudited } from './lights.ts'

const AUDITOR = fileURLToPath(new URL('auditor.ts', import.meta.url))
const TIMEOUT_MS = 180_000
const MAX_OUTPUT_BYTES = 64 * 1_048_576
const LOWEST_PRIORITY = 19

const BY_HAND = 'npm run audit'

/** Only the gateway of `npm start` has a manifest. In containers the job `audit` has the logins, when asked for. */
export const unableWithout = (manifest: string): NotAudited | undefined =>
  manifest === ''
    ? new NotAudited(
        'The audit reads the databases of all services, and the gateway has no login at them: in containers it is a job of its own that you start.',
        `${composeCommand()} run --rm audit`,
      )
    : undefined

/** Audits the stack that a manifest describes, in a process of its own. @throws NotAudited */
export async function runAudit(manifest: string, signal: AbortSignal): Promise<Findings> {
  const limits = { signal, timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT_BYTES }
  const running = promisify(execFile)(process.execPath, [AUDITOR, manifest], limits)
  if (running.child.pid !== undefined) setPriority(running.child.pid, LOWEST_PRIORITY)
  const verdict = JSON.parse((await running.catch(explain)).stdout) as Verdict
  if ('problem' in verdict) throw new NotAudited(verdict.problem, verdict.check)
  return verdict.findings
}

/** @throws NotAudited with the last line that the auditor has written, as the whole output would be its stack */
function explain({ killed, stderr = '' }: Error & { readonly killed?: boolean; readonly stderr?: string }): never {
  if (killed) throw new NotAudited(`The audit was not finished within ${TIMEOUT_MS / 1_000} s.`, BY_HAND)
  const line = stderr.split('\n').find((text) => /Error:/.test(text)) ?? 'no reason is known'
  throw new NotAudited(`The audit failed: ${line.trim()}`, BY_HAND)
}
