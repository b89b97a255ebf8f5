import type { Parts } from './parts.ts'
import { within } from './within.ts'

/** How long a log line waits for the id of its saga. */
const PATIENCE_MS = 1_000

/** The saga of a stream; undefined if it has none or the store does not respond. Never rejects. */
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
