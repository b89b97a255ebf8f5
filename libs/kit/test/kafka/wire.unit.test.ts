import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Content, header, recordOf } from './protocol.ts'

/** The driver is patched where it encodes and decodes records: they must be what the protocol says. */
const driver = createRequire(import.meta.url)
const protocol = (path: string) => driver(`kafkajs/src/protocol/${path}`)
const encodeRecord = protocol('recordBatch/record/v0') as (record: Sent) => { buffer: Buffer }
const { RecordBatch } = protocol('recordBatch/v0') as {
  RecordBatch(batch: object): Promise<{ buffer: Buffer }>
}
const decodeMessages = protocol('requests/fetch/v4/decodeMessages') as (decoder: object) => Promise<Received[]>
const Decoder = protocol('decoder') as new (bytes: Buffer) => object

interface Sent {
  readonly offsetDelta: number
  readonly timestampDelta: number
  readonly key: Content
  readonly value: Content
  readonly headers: Readonly<Record<string, string | Buffer>>
}
interface Received {
  readonly offset: string
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: Readonly<Record<string, string>>
}

const expected = ({ headers, ...sent }: Sent): Buffer =>
  recordOf({ ...sent, headers: Object.entries(headers).map(([name, value]) => header(name, value)) })

const text = fc.oneof(fc.string({ maxLength: 300 }), fc.string({ unit: 'binary', maxLength: 90 }))
const bytes = fc.uint8Array({ maxLength: 9_000 }).map((array) => Buffer.from(array))
const content = fc.oneof(text, bytes, fc.constant(null))
const sent = fc.record({
  offsetDelta: fc.nat(100_000),
  timestampDelta: fc.oneof(fc.nat(1_000), fc.nat(2 ** 40)),
  key: content,
  value: content,
  headers: fc.dictionary(text, fc.oneof(text, bytes), { maxKeys: 12 }),
})

test('a record is encoded byte for byte as the protocol says, whatever its texts are', () => {
  const isAsExpected = (record: Sent): boolean => encodeRecord(record).buffer.equals(expected(record))
  fc.assert(fc.property(sent, isAsExpected))
})

test('what was encoded is decoded again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(sent, { minLength: 1, maxLength: 5 }), async (records) => {
      const { buffer } = await RecordBatch({ records: records.map(encodeRecord), firstTimestamp: 1, maxTimestamp: 1 })
      const size = Buffer.alloc(4)
      size.writeInt32BE(buffer.length)
      const received = await decodeMessages(new Decoder(Buffer.concat([size, buffer])))
      expect(received.map(({ offset, key, value }) => ({ offset, key, value }))).toEqual(
        records.map(({ offsetDelta, key, value }) => ({
          offset: String(offsetDelta),
          key: key === null ? null : Buffer.from(key),
          value: value === null ? null : Buffer.from(value),
        })),
      )
      for (const [index, { headers }] of records.entries())
        expect({ ...received[index]?.headers }).toEqual(
          Object.fromEntries(Object.entries(headers).map(([name, header]) => [name, header.toString()])),
        )
    }),
  )
})
