import { gateKey, SKIPPED, splitKey } from '../model/unit-of-work.ts'
import type { GateFilter, GateRow, Page } from '../runtime/store.ts'
import type { Tables } from './tables.ts'

export function pageOfGates({ gates }: Tables, { limit, after }: Page, filter: GateFilter): GateRow[] {
  const rows = [...gates].map(([key, { version, eventId, waiting }]): GateRow => {
    const [stream, source] = splitKey(key)
    return { source, stream, version, ...(eventId !== '' && { eventId }), waiting }
  })
  const wanted = rows.filter(
    ({ source, stream }) =>
      source !== SKIPPED &&
      (filter.source ?? source) === source &&
      (filter.stream ?? stream) === stream &&
      (after === undefined || gateKey(source, stream) < after),
  )
  return wanted
    .sort((one, other) => (gateKey(one.source, one.stream) < gateKey(other.source, other.stream) ? 1 : -1))
    .slice(0, limit)
}
