import type { SagaEvent } from '../contract/index.ts'
import { withoutSecrets } from '../secrets.ts'
import { instant, type Seen } from './seen.ts'

/** What an event's bytes say. Undefined where they cannot be read, or not yet. */
export type ReadBytes = (
  ceType: string,
  bytes: Buffer,
) => { data: object; schemaVersion?: number | undefined } | undefined

/** An event as the console gets it. What it undoes is told by the saga's page, which knows the earlier events. */
export function toEvent(seen: Seen, read: ReadBytes): SagaEvent {
  const { service, type, streamId, version, id, timeMs, seenMs, record } = seen
  const { topic, partition, offset, headers, value } = record
  const content = read(headers.ce_type ?? '', value)
  return {
    ...{ service, type, streamId, version, id },
    ...(headers.ce_causationid !== undefined && { causationId: headers.ce_causationid }),
    ...{ time: instant(timeMs), seenAt: instant(seenMs), topic, partition, offset },
    ...(content?.schemaVersion !== undefined && { schemaVersion: content.schemaVersion }),
    data: withoutSecrets(content?.data),
  }
}
