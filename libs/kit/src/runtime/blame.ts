import type { Fault } from './failure.ts'
import type { Item } from './item.ts'
import { StoreConflict } from './store.ts'

/** A database in trouble may blame the data for so long: before that is over, no message is parked for it. */
const BLAME_PATIENCE_MS = 6_000
/** Refused so often in a row, and nothing else meanwhile. */
const MIN_BLAMES = 4

/** What a batch was not stored for. */
export interface Failed {
  readonly is: Fault
  readonly error: unknown
}

/** Values that the database refuses, or that others seem to have stored already, are blamed when that lasts; lost races never. */
export function isToBlame(item: Item, { is, error }: Failed, isMessage: boolean, nowMs: number): boolean {
  if (is === 'definition') return true
  if (is === 'conflict' && !(isMessage && error instanceof StoreConflict && error.isOfValues)) return false
  if (!isMessage) return true
  if (item.blamed.times === 0) item.blamed.since = nowMs
  item.blamed.times += 1
  return item.blamed.times >= MIN_BLAMES && nowMs - item.blamed.since >= BLAME_PATIENCE_MS
}

/** Something else was at fault since: what their values were blamed for may have been its doing. */
export function forgive(items: readonly Item[]): void {
  for (const item of items) item.blamed = { times: 0, since: 0 }
}
