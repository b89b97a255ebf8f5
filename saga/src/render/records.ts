import type { Saga } from '../model.ts'
import { happyPath } from './happy-path.ts'

/** One record of the log, and who does something because of it. */
export interface LogRecord {
  readonly type: string
  readonly from: string
  readonly to: readonly string[]
}

/** The records of a saga that ends well, in the order in which they come to be; records that no service acts on are left out. */
export function recordsOf(saga: Saga): LogRecord[] {
  const records = new Map<string, LogRecord>()
  for (const scene of happyPath(saga.services)) {
    if (scene.kind !== 'event') continue
    const { type, from, to } = scene
    records.set(type, { type, from, to: [...(records.get(type)?.to ?? []), to] })
  }
  return [...records.values()]
}
