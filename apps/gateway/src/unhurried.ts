import { setTimeout as sleep } from 'node:timers/promises'
import type { RawRecord } from '@bistro/kit'
import type { Broadcast, Log } from '@bistro/kit/runtime'

/** A page shows what is new ten times a second. A broker answers with the first record there is, and a request for each record costs more than the record. */
const WATCHED_MS = 50
/** Nobody sees what is late. Fewer and larger batches, and transactions, cost less. */
const UNWATCHED_MS = 250
/** Who reads a long log does not wait: in this time more records have come than come to one partition under load. */
const FEW = 200

type Reading = Pick<Log, 'subscribe'> & Broadcast
type OnBatch = (records: readonly RawRecord[]) => void | Promise<void>

/** A log that is asked again only when a few more records can have come. @param isWatched whether somebody follows what happens */
export function unhurried(log: Reading, isWatched: () => boolean, signal: AbortSignal): Reading {
  const slowly = (onBatch: OnBatch) => async (records: readonly RawRecord[]) => {
    await onBatch(records)
    if (records.length >= FEW) return
    await sleep(isWatched() ? WATCHED_MS : UNWATCHED_MS, undefined, { signal }).catch(() => undefined)
  }
  return {
    subscribe: (options) => log.subscribe({ ...options, onBatch: slowly(options.onBatch) }),
    follow: (options) => log.follow({ ...options, onBatch: slowly(options.onBatch) }),
  }
}
