import type { IHeaders, KafkaMessage } from 'kafkajs'
import type { RawRecord } from '../model/event.ts'
import type { OutgoingRecord } from '../runtime/log.ts'

/** Below the broker's `message.max.bytes` (1 MiB), which limits one request's records of one partition. */
const MAX_REQUEST_BYTES = 900_000
/** Overhead of a record (lengths, time, offset), or of one header. */
const FRAME_BYTES = 16
const NO_BYTES = Buffer.alloc(0)

export function toRecord(topic: string, partition: number, message: KafkaMessage): RawRecord {
  const { offset, value } = message
  return { topic, partition, offset, headers: textOf(message.headers), value: value ?? NO_BYTES }
}

/** Header values are UTF-8. A header without a value is absent; of a repeated header the first value counts. */
export const textOf = (headers: IHeaders = {}): Readonly<Record<string, string>> =>
  isText(headers) ? headers : firstTexts(headers)

/** Almost all headers arrive as text already and need no copy. */
function isText(headers: IHeaders): headers is Record<string, string> {
  for (const name in headers) if (typeof headers[name] !== 'string') return false
  return true
}

function firstTexts(headers: IHeaders): Record<string, string> {
  const texts: Record<string, string> = Object.create(null)
  for (const name in headers) {
    const value = headers[name]
    const first = Array.isArray(value) ? value.find(hasValue) : value
    if (hasValue(first)) texts[name] = first.toString()
  }
  return texts
}

const hasValue = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined

/** Splits records, in order, into portions that fit one request; a record that is too large goes alone. */
export function* inPortions(
  records: readonly OutgoingRecord[],
  maxBytes = MAX_REQUEST_BYTES,
): Generator<readonly OutgoingRecord[]> {
  let start = 0
  let bytes = 0
  for (const [index, record] of records.entries()) {
    const size = sizeOf(record)
    if (index > start && bytes + size > maxBytes) {
      yield records.slice(start, index)
      start = index
      bytes = 0
    }
    bytes += size
  }
  if (start < records.length) yield records.slice(start)
}

function sizeOf({ key, value, headers }: OutgoingRecord): number {
  let bytes = FRAME_BYTES + Buffer.byteLength(key) + value.length
  for (const name in headers) bytes += FRAME_BYTES + name.length + Buffer.byteLength(headers[name]!)
  return bytes
}
