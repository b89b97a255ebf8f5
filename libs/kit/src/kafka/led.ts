import { setTimeout as delay } from 'node:timers/promises'

const PATIENCE_MS = 15_000
const RETRY_MS = 300

/** Retries while a partition has no leader, as after a broker's restart: the driver asks for offsets only once. */
export async function onceLed<Result>(ask: () => Promise<Result>, patienceMs = PATIENCE_MS): Promise<Result> {
  const deadlineMs = Date.now() + patienceMs
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      const { name, retriable } = error as Error & { retriable?: boolean }
      if (name !== 'KafkaJSProtocolError' || !retriable || Date.now() > deadlineMs) throw error
      await delay(RETRY_MS)
    }
  }
}
