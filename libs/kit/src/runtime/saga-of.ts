import type { Parts } from './parts.ts'
import { within } from './within.ts'

/** A log line waits no longer to hear which saga it is about. */
const PATIENCE_MS = 1_000

/** The saga of a stream; undefined where it belongs to none, or where that cannot be asked now. Never rejects. */
export async function sagaOf(
  { store, clock }: Pick<Parts, 'store' | 'clock'>,
  stream: string,
): Promise<string | undefined> {
  try {
    return await within(clock, PATIENCE_MS, store.sagaOfStream(stream), () => undefined)
  } catch {
    return undefined
  }
}
