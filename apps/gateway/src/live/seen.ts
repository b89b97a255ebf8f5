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
  const { service, type } = namesIn(ce_type)
  const version = Number(ce_sequence)
  const timeMs = Date.parse(ce_time)
  if (!service || !type || !ce_subject || !ce_id || !Number.isInteger(version) || Number.isNaN(timeMs)) return undefined
  return { service, type, streamId: ce_subject, version, id: ce_id, saga: ce_correlationid, timeMs, seenMs, record }
}

interface Names {
  readonly service: string | undefined
  readonly type: string | undefined
}

/** There are few types, and each record has one. */
const known = new Map<string, Names>()
const MAX_KNOWN = 1_000

function namesIn(ceType: string): Names {
  const names = known.get(ceType) ?? splitNames(ceType)
  if (known.size < MAX_KNOWN) known.set(ceType, names)
  return names
}

function splitNames(ceType: string): Names {
  const [, service, name] = ceType.split('.')
  return { service, type: typeOf(ceType) ?? name }
}

export const instant = (ms: number): string => new Date(ms).toISOString()
