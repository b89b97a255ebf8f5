import { randomUUID } from 'node:crypto'
import { namespaceOf, sourceOf } from '../topics.ts'

/** An event as its record's headers tell of it; what is left out is as in any first event of a stream. */
export interface Headed {
  readonly owner: string
  /** Also one that nobody publishes. */
  readonly type: string
  readonly stream: string
  readonly version?: number
  readonly id?: string
  readonly time?: Date
  readonly causationId?: string
  readonly correlationId?: string | null
  readonly traceparent?: string
}

/** The headers of a record that no service has written, for tests and for faults on purpose. */
export const headersOf = ({ owner, type, stream, version = 1, id, time, ...told }: Headed): Record<string, string> => ({
  'content-type': 'application/avro',
  ce_specversion: '1.0',
  ce_id: id ?? randomUUID(),
  ce_type: `${namespaceOf(owner)}.${type}`,
  ce_source: sourceOf(owner),
  ce_subject: stream,
  ce_time: (time ?? new Date()).toISOString(),
  ce_sequence: String(version),
  ce_causationid: told.causationId ?? randomUUID(),
  ...(told.correlationId != null && { ce_correlationid: told.correlationId }),
  ...(told.traceparent !== undefined && { traceparent: told.traceparent }),
})
