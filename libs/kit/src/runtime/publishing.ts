import type { OutgoingRecord } from './log.ts'
import type { Parts } from './parts.ts'

const BROKER = 'the broker'
/** The driver waits longer for an answer, but readiness must not. */
const LATE_MS = 4_000

/** Sends, and tells of a broker that refuses or does not answer. */
export async function publish(
  { log, health, clock }: Pick<Parts, 'log' | 'health' | 'clock'>,
  topic: string,
  records: readonly OutgoingRecord[],
): Promise<void> {
  const late = clock.after(LATE_MS, () =>
    health.failed(BROKER, `no acknowledgement from ${topic} within ${LATE_MS} ms`),
  )
  try {
    await log.send(topic, records)
    health.recovered(BROKER)
  } catch (error) {
    health.failed(BROKER, (error as Error).message)
    throw error
  } finally {
    late.cancel()
  }
}
