import { createHash } from 'node:crypto'
import type { Message, RawRecord } from '../model/event.ts'
import type { Input, Order, ParkedRef } from '../model/input.ts'
import { handles, publisherOf, type Service } from '../model/service.ts'
import { gateKey } from '../model/unit-of-work.ts'
import type { Codec } from './codec.ts'
import type { OutgoingRecord } from './log.ts'
import type { Disbelief } from './meter.ts'
import type { EncodedEvent, StoredParked } from './store.ts'

/** Bounds the reason why a message cannot be read, as it quotes foreign text. */
const MAX_REASON_CHARACTERS = 1_000

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
/** What the headers of an event look like. */
export const SHAPES = { uuid: UUID, name: NAME, sequence: SEQUENCE } as const

/** The first header that is missing or invalid. */
function lackOf({ ce_source, ce_subject, ce_sequence, ce_id, ce_type }: RawRecord['headers']): string | undefined {
  if (!NAME.test(ce_source ?? '')) return 'ce_source'
  if (!NAME.test(ce_type ?? '')) return 'ce_type'
  if (!UUID.test(ce_subject ?? '')) return 'ce_subject (a UUID)'
  if (!UUID.test(ce_id ?? '')) return 'ce_id (a UUID)'
  return SEQUENCE.test(ce_sequence ?? '') ? undefined : 'ce_sequence (a positive number)'
}

/** Only its owner writes to a topic: a record with another source or type is not believed. @returns why not */
export function disbeliefIn(
  { name, source, namespace }: Service,
  { topic, headers }: RawRecord,
): { readonly why: Disbelief; readonly reason: string } | undefined {
  const lacks = lackOf(headers)
  if (lacks !== undefined) return { why: 'headers', reason: `the record has no valid header ${lacks}` }
  const owner = publisherOf(topic)
  const ownSource = `${source.slice(0, -name.length)}${owner}`
  if (headers.ce_source !== ownSource)
    return {
      why: 'source',
      reason: `the record's source is ${headers.ce_source}, but only ${ownSource} writes to ${topic}`,
    }
  const ownTypes = `${namespace.slice(0, -name.length)}${owner}.`
  if (headers.ce_type?.startsWith(ownTypes)) return undefined
  return {
    why: 'type',
    reason: `the record's type is ${headers.ce_type}, but types on ${topic} begin with ${ownTypes}`,
  }
}

/** The valid parts of a record's headers, for logs: their writer may have written anything. */
export function saidBy({ headers }: Pick<RawRecord, 'headers'>) {
  const { ce_source, ce_subject, ce_sequence, ce_type, ce_correlationid } = headers
  const when = (shape: RegExp, text = '') => (shape.test(text) ? text : undefined)
  const [source, type, sequence] = [when(NAME, ce_source), when(NAME, ce_type), when(SEQUENCE, ce_sequence)]
  const [stream, saga] = [when(UUID, ce_subject), when(UUID, ce_correlationid)]
  return {
    ...(source !== undefined && { source }),
    ...(stream !== undefined && { stream }),
    ...(sequence !== undefined && { version: Number(sequence) }),
    ...(type !== undefined && { type: type.slice(type.lastIndexOf('.') + 1) }),
    ...(saga !== undefined && { saga }),
  }
}

/**
 * A record as an input, with the schemas loaded so far. An unreadable record is an input too: it is parked as poison,
 * or waits for its schema. Never throws.
 */
export function inputOf(service: Service, codec: Codec, record: RawRecord, parked?: ParkedRef): Input {
  const disbelief = disbeliefIn(service, record)
  if (disbelief) return malformedOf(record, disbelief.reason)
  const { ce_type = '' } = record.headers
  const type = ce_type.slice(ce_type.lastIndexOf('.') + 1)
  // Most types change nothing here: they are not decoded.
  const content = handles(service, type) ? contentOf(service, codec, type, record) : NOTHING
  const message = messageOf(record, type, content)
  return parked ? { kind: 'message', message, parked } : { kind: 'message', message }
}

/** A parked message as an input, with an operator's order if there is one. */
export const inputOfParked = (
  service: Service,
  codec: Codec,
  { id, reason, record }: StoredParked,
  order?: Order,
): Input => {
  const input = inputOf(service, codec, record, order ? { id, reason, order } : { id, reason })
  return input.kind === 'malformed' && order ? { ...input, order } : input
}

/** Maps a codec's error: permanent (`failure`) or until the schema is loaded (`unread`). */
export function unreadable(service: Service, type: string, error: unknown): Omit<Content, 'data'> {
  const { message, retryable } = error as { message: string; retryable?: boolean }
  const reason = `${service.name} cannot read ${type}: ${message}`.slice(0, MAX_REASON_CHARACTERS)
  return retryable ? { failure: undefined, unread: reason } : { failure: reason, unread: undefined }
}

type Content = Pick<Message, 'data' | 'failure' | 'unread'>
const NOTHING: Content = { data: undefined, failure: undefined, unread: undefined }

function messageOf(raw: RawRecord, type: string, { data, failure, unread }: Content): Message {
  const { ce_source: source = '', ce_subject: stream = '', ce_id: id = '', ce_time: time = '' } = raw.headers
  const { ce_sequence, traceparent } = raw.headers
  return {
    source,
    stream,
    gate: gateKey(source, stream),
    version: Number(ce_sequence),
    id,
    time,
    type,
    traceparent,
    data,
    failure,
    unread,
    raw,
  }
}

function contentOf(service: Service, codec: Codec, type: string, record: RawRecord): Content {
  try {
    return { ...NOTHING, data: codec.decode(type, record.value, record.topic) as object }
  } catch (error) {
    return { data: undefined, ...unreadable(service, type, error) }
  }
}

/** A record that does not identify an event. */
export const malformedOf = (record: RawRecord, failure: string): Input => ({
  kind: 'malformed',
  id: malformedId(record),
  record,
  failure,
})

/** A UUID (v8) of the record's place: the same however often it is delivered. */
export function malformedId({ topic, partition, offset }: Pick<RawRecord, 'topic' | 'partition' | 'offset'>): string {
  const hex = createHash('sha256').update(`${topic}/${partition}/${offset}`).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}
