import type { Store } from './store.ts'
import { within } from './within.ts'

/** A log line waits no longer to hear which saga it is about. */
const PATIENCE_MS = 1_000

/** The saga of a stream; undefined where it belongs to none, or where that cannot be asked now. Never rejects. */
export async function sagaOf(store: Pick<Store, 'sagaOfStream'>, stream: string): Promise<string | undefined> {
  try {
    return await within(PATIENCE_MS, store.sagaOfStream(stream), () => undefined)
  } catch {
    return undefined
  }
}
