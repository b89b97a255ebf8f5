import { setTimeout as sleep } from 'node:timers/promises'
import type { RawRecord } from '@bistro/kit'
import type { Broadcast, Log } from '@bistro/kit/runtime'

/** A page shows what is new ten times a second. A broker answers with the first record there is, and a request for each record costs more than the record. */
const APART_MS = 50
/** Who reads a long log does not wait. */
const FEW = 50

type Reading = Pick<Log, 'subscribe'> & Broadcast
type OnBatch = (records: readonly RawRecord[]) => void | Promise<void>

/** A log that is asked again only when a few more records can have come. */
export function unhurried(log: Reading, signal: AbortSignal): Reading {
  const slowly = (onBatch: OnBatch) => async (records: readonly RawRecord[]) => {
    await onBatch(records)
    if (records.length < FEW) await sleep(APART_MS, undefined, { signal }).catch(() => undefined)
  }
  return {
    subscribe: (options) => log.subscribe({ ...options, onBatch: slowly(options.onBatch) }),
    follow: (options) => log.follow({ ...options, onBatch: slowly(options.onBatch) }),
  }
}
