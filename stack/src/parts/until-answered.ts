import { setTimeout as delay } from 'node:timers/promises'
import { StackError } from '@bistro/client/errors'
import { RegistryUnavailable } from '@bistro/events'

const PATIENCE_MS = 60_000
const PAUSE_MS = 1_000

interface Patience {
  readonly signal: AbortSignal
  /** Told each time that the registry has not answered. */
  readonly onRepeat: (reason: string) => void
  readonly patienceMs?: number
  readonly pauseMs?: number
}

/**
 * Repeats what may be repeated while the registry does not answer, as on a busy machine just after its start.
 * @throws StackError if it has not answered for a minute; other errors unchanged
 */
export async function untilAnswered(ask: () => Promise<void>, patience: Patience): Promise<void> {
  const { signal, onRepeat, patienceMs = PATIENCE_MS, pauseMs = PAUSE_MS } = patience
  const deadline = performance.now() + patienceMs
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof RegistryUnavailable)) throw error
      if (performance.now() >= deadline)
        throw new StackError(`The schemas cannot be registered: ${error.message}`, 'npm start   (to try again)')
      onRepeat(error.message)
      await delay(pauseMs, undefined, { signal })
    }
  }
}
