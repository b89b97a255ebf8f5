import { setTimeout as sleep } from 'node:timers/promises'
import type { Health } from '../runtime/health.ts'

/** Containers start in any order: how long each waits for its dependencies. */
const START_TIMEOUT_MS = 60_000
/** Time for a refusal, such as a wrong password, to disappear: the password may be being replaced. */
const REFUSED_TIMEOUT_MS = 15_000
const FIRST_PAUSE_MS = 250
const MAX_PAUSE_MS = 4_000

/**
 * Retries `open` until it succeeds; `health` reports what is missing meanwhile.
 * @throws after `START_TIMEOUT_MS`, or after `REFUSED_TIMEOUT_MS` if the error is not `retryable`
 */
export async function retryUntilReady<T>(what: string, health: Health, open: () => Promise<T>): Promise<T> {
  const since = Date.now()
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, MAX_PAUSE_MS)) {
    try {
      const opened = await open()
      health.recovered(what)
      return opened
    } catch (cause) {
      const reason = (cause as Error).message
      const timeoutMs = isRetryable(cause) ? START_TIMEOUT_MS : REFUSED_TIMEOUT_MS
      if (Date.now() + pause > since + timeoutMs) throw new Error(`cannot start without ${what}: ${reason}`, { cause })
      health.failed(what, reason)
      await sleep(pause)
    }
  }
}

const isRetryable = (error: unknown): boolean => (error as { retryable?: boolean }).retryable === true
