import { SKIPPED, splitKey } from '../model/unit-of-work.ts'
import type { GateFilter, GateRow, Page } from '../runtime/store.ts'
import type { Query } from './connection.ts'
import { filtered } from './filtered.ts'
import type { GateRecord } from './load.ts'

const SELECT = 'select stream, source, version, event_id, waiting from gates'

/** Gates, latest streams first. */
export async function pageOfGates(query: Query, { limit, after }: Page, filter: GateFilter): Promise<GateRow[]> {
  const { source, stream } = filter
  const { name, text, values } = filtered(
    'page_gates',
    SELECT,
    [
      { name: 'taken', text: 'source <> ?', values: [SKIPPED] },
      stream !== undefined && { name: 'stream', text: 'stream = ?::uuid', values: [stream] },
      source !== undefined && { name: 'source', text: 'source = ?', values: [source] },
      after !== undefined && { name: 'after', text: '(stream, source) < (?::uuid, ?)', values: splitKey(after) },
    ],
    'stream desc, source desc',
    limit,
  )
  return (await query<GateRecord>(name, text, values)).map(toGateRow)
}

const toGateRow = ({ source, stream, version, event_id, waiting }: GateRecord): GateRow => ({
  source,
  stream,
  version,
  ...(event_id !== null && { eventId: event_id }),
  waiting,
})
