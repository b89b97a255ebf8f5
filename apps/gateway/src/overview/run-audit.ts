import { execFile } from 'node:child_process'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { composeCommand } from '@bistro/client'
import type { Verdict } from './auditor.ts'
import type { Findings } from './lights.ts'

const AUDITOR = fileURLToPath(new URL('auditor.ts', import.meta.url))
const TIMEOUT_MS = 180_000
const MAX_OUTPUT_BYTES = 64 * 1_048_576
const LOWEST_PRIORITY = 19

/** Only the gateway of `npm start` has a manifest. In containers the job `audit` has the logins, when asked for. */
const notHere = (): string =>
  `The gateway has no login at the databases of the services. At the root of the clone, type: ${composeCommand()} run --rm audit`

/** Audits the stack that a manifest describes, in a process of its own. @throws with the reason why it cannot */
export async function runAudit(manifest: string, signal: AbortSignal): Promise<Findings> {
  if (manifest === '') throw new Error(notHere())
  const limits = { signal, timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT_BYTES }
  const running = promisify(execFile)(process.execPath, [AUDITOR, manifest], limits)
  if (running.child.pid !== undefined) setPriority(running.child.pid, LOWEST_PRIORITY)
  const verdict = JSON.parse((await running.catch(explain)).stdout) as Verdict
  if ('problem' in verdict) throw new Error(verdict.problem)
  return verdict.findings
}

/** @throws with the last line that the auditor has written, as the whole output would be its stack */
function explain({ killed, stderr = '' }: Error & { readonly killed?: boolean; readonly stderr?: string }): never {
  if (killed) throw new Error(`The audit was not finished within ${TIMEOUT_MS / 1_000} s.`)
  const line = stderr.split('\n').find((text) => /Error:/.test(text)) ?? 'no reason is known'
  throw new Error(`The audit failed: ${line.trim()}`)
}
