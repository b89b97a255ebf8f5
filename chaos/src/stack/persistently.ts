import { setTimeout as delay } from 'node:timers/promises'

const PATIENCE_MS = 90_000
const PAUSE_MS = 500

/** Retries until it works: a fault must be undone even while other faults are active. */
export async function persistently<Result>(work: () => Promise<Result>, patienceMs = PATIENCE_MS): Promise<Result> {
  const deadlineMs = performance.now() + patienceMs
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (performance.now() > deadlineMs) throw error
      await delay(PAUSE_MS)
    }
  }
}
