import { typeOf } from '@bistro/events'
import type { RawRecord } from '@bistro/kit'

/** An event as its record's headers tell of it. */
export interface Seen {
  readonly service: string
  readonly type: string
  readonly streamId: string
  readonly version: number
  readonly id: string
  /** The reservation's id, where the event belongs to a saga. */
  readonly saga: string | undefined
  readonly timeMs: number
  readonly seenMs: number
  readonly record: RawRecord
}

/** @returns undefined for a record that does not identify an event */
export function seenIn(record: RawRecord, seenMs: number): Seen | undefined {
  const { ce_type = '', ce_subject, ce_sequence, ce_id, ce_time = '', ce_correlationid } = record.headers
  const [, service, name] = ce_type.split('.')
  const version = Number(ce_sequence)
  const timeMs = Date.parse(ce_time)
  if (!service || !name || !ce_subject || !ce_id || !Number.isInteger(version) || Number.isNaN(timeMs)) return undefined
  const type = typeOf(ce_type) ?? name
  return { service, type, streamId: ce_subject, version, id: ce_id, saga: ce_correlationid, timeMs, seenMs, record }
}

export const instant = (ms: number): string => new Date(ms).toISOString()
