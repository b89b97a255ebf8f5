import { randomUUID } from 'node:crypto'
import { namespaceOf, sourceOf } from '../topics.ts'

/** Header fields of an event; defaults are those of a stream's first event. */
export interface Headed {
  readonly owner: string
  /** May be a type that no service publishes. */
  readonly type: string
  readonly stream: string
  readonly version?: number
  readonly id?: string
  readonly time?: Date
  readonly causationId?: string
  readonly correlationId?: string | null
  readonly traceparent?: string
}

/** Headers of a record that no service wrote, for tests and injected faults. */
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
