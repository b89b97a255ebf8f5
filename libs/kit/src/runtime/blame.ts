import type { Fault } from './failure.ts'
import type { Item } from './item.ts'
import { StoreConflict } from './store.ts'

/** A failing database may reject valid data: a message is parked only if the rejection lasts this long. */
const BLAME_PATIENCE_MS = 6_000
/** Rejections in a row before a message is parked. */
const MIN_BLAMES = 4

/** Why a batch was not stored. */
export interface Failed {
  readonly is: Fault
  readonly error: unknown
}

/** Rejected values, and values that seem to be stored already, are at fault only if that lasts; lost races never. */
export function isToBlame(item: Item, { is, error }: Failed, isMessage: boolean, nowMs: number): boolean {
  if (is === 'definition') return true
  if (is === 'conflict' && !(isMessage && error instanceof StoreConflict && error.isOfValues)) return false
  if (!isMessage) return true
  if (item.blamed.times === 0) item.blamed.since = nowMs
  item.blamed.times += 1
  return item.blamed.times >= MIN_BLAMES && nowMs - item.blamed.since >= BLAME_PATIENCE_MS
}

/** Another failure occurred: earlier rejections of the values may have had the same cause. */
export function forgive(items: readonly Item[]): void {
  for (const item of items) item.blamed = { times: 0, since: 0 }
}
