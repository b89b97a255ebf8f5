import { StackError } from '../errors.ts'
import type { EventReader } from '../events/seen.ts'
import type { Outages } from './outages.ts'
import { waitFor } from './retry.ts'

const TIMEOUT_MS = 30_000

/** Opens the log of events, which may be only about to be there. Throws a StackError if it cannot be read in time. */
export async function untilReadable(outages: Outages, open: () => Promise<EventReader>): Promise<EventReader> {
  let last: unknown
  const reader = await waitFor(outages, TIMEOUT_MS, () =>
    open().catch((error: unknown) => {
      last = error
      return undefined
    }),
  )
  if (reader) return reader
  throw new StackError(`The events cannot be read: ${last instanceof Error ? last.message : last}.`, 'npm run doctor', {
    cause: last,
  })
}
