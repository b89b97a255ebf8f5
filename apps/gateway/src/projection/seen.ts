import type { WrittenReader } from '@bistro/events'
import { publisherOf, type RawRecord } from '@bistro/kit'
import { malformedId, SHAPES } from '@bistro/kit/runtime'

/** A record as the view keeps it: the columns of `saga_events`. */
export interface SeenEvent {
  readonly service: string
  readonly stream: string
  /** 0 where the headers do not identify an event. */
  readonly version: number
  readonly id: string
  readonly type: string
  readonly saga: string | undefined
  readonly causation: string | undefined
  /** RFC 3339, UTC. */
  readonly time: string | undefined
  readonly seenAt: string
  readonly raw: RawRecord
  readonly schemaVersion: number | undefined
  readonly data: object | undefined
  /** Why there is no data. */
  readonly problem: string | undefined
  /** Its schema could not be loaded yet. */
  readonly unlearned: boolean
}

const { uuid: UUID, name: NAME, sequence: SEQUENCE } = SHAPES
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/
/** Bounds the reason why a record cannot be read, as it quotes foreign text. */
const MAX_PROBLEM_CHARACTERS = 1_000

export const isUuid = (text: string): boolean => UUID.test(text)

/** Any record, whoever wrote it: what cannot be read is kept with its headers and bytes. Never throws. */
export function seenFrom(record: RawRecord, reader: Pick<WrittenReader, 'read'>, seenAt: string): SeenEvent {
  const problem = problemOf(record)
  return problem === undefined ? eventIn(record, reader, seenAt) : malformed(record, problem, seenAt)
}

/** The first header that is missing or invalid. Only its owner writes to a topic: another source is not believed. */
function problemOf({ topic, headers }: RawRecord): string | undefined {
  const { ce_source = '', ce_type = '', ce_subject = '', ce_id = '', ce_sequence = '', ce_time = '' } = headers
  const owner = publisherOf(topic)
  if (!NAME.test(ce_type)) return lacks('ce_type')
  if (!UUID.test(ce_subject)) return lacks('ce_subject (a UUID)')
  if (!UUID.test(ce_id)) return lacks('ce_id (a UUID)')
  if (!SEQUENCE.test(ce_sequence)) return lacks('ce_sequence (a positive number)')
  if (!INSTANT.test(ce_time) || Number.isNaN(Date.parse(ce_time))) return lacks('ce_time (RFC 3339, UTC)')
  if (ce_source.endsWith(`/${owner}`) && NAME.test(ce_source)) return undefined
  return NAME.test(ce_source)
    ? `the record's source is ${ce_source}, but only ${owner} writes to ${topic}`
    : lacks('ce_source')
}

const lacks = (header: string): string => `the record has no valid header ${header}`

function eventIn(raw: RawRecord, reader: Pick<WrittenReader, 'read'>, seenAt: string): SeenEvent {
  const { ce_type = '', ce_subject = '', ce_id = '', ce_sequence, ce_time } = raw.headers
  return {
    ...linksOf(raw),
    service: publisherOf(raw.topic),
    stream: ce_subject,
    version: Number(ce_sequence),
    id: ce_id,
    type: shortType(ce_type),
    time: ce_time,
    seenAt,
    raw,
    ...contentOf(ce_type, raw.value, reader),
  }
}

type Content = Pick<SeenEvent, 'data' | 'schemaVersion' | 'problem' | 'unlearned'>
const NOTHING: Content = { data: undefined, schemaVersion: undefined, problem: undefined, unlearned: false }

/** The fields of an event as it was written, or why it cannot be decoded. */
export function contentOf(ceType: string, value: Buffer, reader: Pick<WrittenReader, 'read'>): Content {
  try {
    return { ...NOTHING, ...reader.read(ceType, value) }
  } catch (error) {
    const { message, retryable } = error as { message: string; retryable?: boolean }
    return { ...NOTHING, problem: message.slice(0, MAX_PROBLEM_CHARACTERS), unlearned: retryable === true }
  }
}

/** A record that identifies no event: its place in the log is its key. */
function malformed(raw: RawRecord, problem: string, seenAt: string): SeenEvent {
  const { ce_type = '' } = raw.headers
  const id = malformedId(raw)
  return {
    ...linksOf(raw),
    service: publisherOf(raw.topic),
    stream: id,
    version: 0,
    id,
    type: NAME.test(ce_type) ? shortType(ce_type) : 'unreadable record',
    time: undefined,
    seenAt,
    raw,
    ...NOTHING,
    problem: problem.slice(0, MAX_PROBLEM_CHARACTERS),
  }
}

function linksOf({ headers }: RawRecord): Pick<SeenEvent, 'saga' | 'causation'> {
  const { ce_correlationid = '', ce_causationid = '' } = headers
  return {
    saga: UUID.test(ce_correlationid) ? ce_correlationid : undefined,
    causation: NAME.test(ce_causationid) ? ce_causationid : undefined,
  }
}

const shortType = (ceType: string): string => ceType.slice(ceType.lastIndexOf('.') + 1)
