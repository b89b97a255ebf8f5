/** Kafka's encodings, as https://kafka.apache.org/documentation/#record has them, without what the driver makes of them. */

/** Zigzag, then seven bits a byte, the lowest first. */
export function varint(value: number | bigint): Buffer {
  const number = BigInt(value)
  const bytes: number[] = []
  let rest = number < 0n ? -2n * number - 1n : 2n * number
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  return Buffer.from([...bytes, Number(rest)])
}

export type Content = string | Buffer | null

export const sized = (content: Content): Buffer =>
  content === null ? varint(-1) : Buffer.concat([varint(Buffer.byteLength(content)), Buffer.from(content)])

/** A number of so many bytes, the highest first. */
export function int(bytes: number, value: number | bigint): Buffer {
  const buffer = Buffer.alloc(8)
  buffer.writeBigInt64BE(BigInt(value))
  return buffer.subarray(8 - bytes)
}

export const header = (name: Content, value: Content): Buffer => Buffer.concat([sized(name), sized(value)])

interface RecordOptions {
  readonly offsetDelta: number
  readonly timestampDelta?: number | bigint
  readonly key?: Content
  readonly value?: Content
  readonly headers: readonly Buffer[]
}

export function recordOf({
  offsetDelta,
  timestampDelta = 0,
  key = null,
  value = null,
  headers,
}: RecordOptions): Buffer {
  const start = [int(1, 0), varint(timestampDelta), varint(offsetDelta), sized(key), sized(value)]
  return sized(Buffer.concat([...start, varint(headers.length), ...headers]))
}
