import type { OutgoingRecord } from './log.ts'
import type { Parts } from './parts.ts'

const BROKER = 'the broker'
/** Readiness reports a missing acknowledgement sooner than the driver gives up. */
const LATE_MS = 4_000

/** Sends records, and reports a broker that refuses or does not respond. */
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
