import type { Message, RawRecord } from '../model/event.ts'
import type { Input, ParkedRef } from '../model/input.ts'
import { handles, type Service } from '../model/service.ts'
import { gateKey } from '../model/world.ts'
import type { Codec } from './codec.ts'
import type { OutgoingRecord } from './log.ts'
import type { EncodedEvent, StoredParked } from './store.ts'

/** An event as a CloudEvents 1.0 record in Kafka's binary mode, keyed by its stream. */
export function toRecord(service: Service, event: EncodedEvent): OutgoingRecord {
  const headers: Record<string, string> = {
    'content-type': 'application/avro',
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_type: `${service.namespace}.${event.type}`,
    ce_source: service.source,
    ce_subject: event.stream,
    ce_time: event.time,
    ce_sequence: String(event.version),
    ce_causationid: event.causationId,
    traceparent: event.traceparent,
  }
  if (event.correlationId !== undefined) headers.ce_correlationid = event.correlationId
  return { key: event.stream, value: event.bytes, headers }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const NAME = /^[\x21-\x7e]{1,255}$/
const SEQUENCE = /^[1-9][0-9]{0,8}$/

/** What a record's headers lack, if anything. */
function lackOf({ ce_source, ce_subject, ce_sequence, ce_id, ce_type }: RawRecord['headers']): string | undefined {
  if (!NAME.test(ce_source ?? '')) return 'ce_source'
  if (!NAME.test(ce_type ?? '')) return 'ce_type'
  if (!UUID.test(ce_subject ?? '')) return 'ce_subject that is a UUID'
  if (!UUID.test(ce_id ?? '')) return 'ce_id that is a UUID'
  return SEQUENCE.test(ce_sequence ?? '') ? undefined : 'ce_sequence that is a positive number'
}

/**
 * A record as an input. What cannot be decoded is an input too: it fails by itself and is set aside.
 * @throws what the codec throws with `retryable: true`, such as a registry that is down
 */
export async function toInput(service: Service, codec: Codec, record: RawRecord, parked?: ParkedRef): Promise<Input> {
  const lacks = lackOf(record.headers)
  if (lacks !== undefined) return { kind: 'stray', record, failure: `the record has no header ${lacks}` }
  const { ce_type = '' } = record.headers
  const type = ce_type.slice(ce_type.lastIndexOf('.') + 1)
  // Most change nothing here, and need not be waited for.
  const content = handles(service, type) ? await contentOf(service, codec, type, record) : NOTHING
  const message = messageOf(record, type, content)
  return parked ? { kind: 'message', message, parked } : { kind: 'message', message }
}

type Content = Pick<Message, 'data' | 'failure'>
const NOTHING: Content = { data: undefined, failure: undefined }

function messageOf(raw: RawRecord, type: string, { data, failure }: Content): Message {
  const { ce_source: source = '', ce_subject: stream = '', ce_id: id = '', ce_sequence, traceparent } = raw.headers
  return {
    source,
    stream,
    gate: gateKey(source, stream),
    version: Number(ce_sequence),
    id,
    type,
    traceparent,
    data,
    failure,
    raw,
  }
}

async function contentOf(service: Service, codec: Codec, type: string, record: RawRecord): Promise<Content> {
  try {
    await codec.prepare(record.value)
    return { data: codec.decode(type, record.value, record.topic) as object, failure: undefined }
  } catch (error) {
    if ((error as { retryable?: boolean }).retryable) throw error
    return { data: undefined, failure: `${service.name} cannot read ${type}: ${(error as Error).message}` }
  }
}

/** A parked message as an input; an operator's order makes it more than a look. */
export function revive(service: Service, codec: Codec, row: StoredParked, order?: 'retry' | 'skip'): Promise<Input> {
  return toInput(
    service,
    codec,
    row.record,
    order ? { id: row.id, reason: row.reason, order } : { id: row.id, reason: row.reason },
  )
}
