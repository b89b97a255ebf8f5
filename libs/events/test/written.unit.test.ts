import { expect, test } from 'vitest'
import { ceTypeOf, createCodec, createWrittenReader, fileSchemaIds } from '../src/index.ts'
import { lockedIds } from '../src/schema-ids.ts'

const released = {
  orderId: '01a00000-0000-7000-8000-000000000001',
  reservationId: '01a00000-0000-7000-8000-000000000002',
}
const confirmed = createCodec(fileSchemaIds()).encode('OrderConfirmed', {
  ...released,
  customerId: released.orderId,
  eveningId: released.orderId,
  eveningDate: '2030-05-10',
  lines: [],
})

/** A type that no program here knows. */
const UNKNOWN_ID = 9_000
const schema = {
  type: 'record',
  name: 'bistro.loyalty.Points_earned',
  fields: [{ name: 'points', type: 'int' }],
}
const earned = Buffer.from([0, 0, 0, UNKNOWN_ID >> 8, UNKNOWN_ID & 255, 14])

test('An event is read with the version of its schema', () => {
  const { data, schemaVersion } = createWrittenReader().read(ceTypeOf('OrderConfirmed'), confirmed)
  expect(data).toMatchObject(released)
  expect(schemaVersion).toBe(1)
})

test('An event of an unknown type is read once its schema was loaded', async () => {
  const none = { check: async () => {}, compare: async () => [] }
  const reader = createWrittenReader(lockedIds({ ...none, schemaOf: async () => schema }))
  expect(() => reader.read(schema.name, earned)).toThrow(expect.objectContaining({ retryable: true }))
  await reader.prepare(earned)
  expect(reader.read(schema.name, earned)).toEqual({ data: { points: 7 }, schemaVersion: undefined })
})

test.each([
  [
    'another type than it was written as',
    'bistro.order.OrderDelivered',
    confirmed,
    /was written as bistro.order.OrderConfirmed/,
  ],
  ['bytes after its end', ceTypeOf('OrderConfirmed'), Buffer.concat([confirmed, Buffer.of(1)]), /follow its end/],
  ['no schema id', ceTypeOf('OrderConfirmed'), Buffer.of(1, 2), /does not begin with byte 0/],
])('An event with %s is refused for good', (_, type, bytes, words) => {
  expect(() => createWrittenReader().read(type, bytes)).toThrow(
    expect.objectContaining({ retryable: false, message: expect.stringMatching(words) }),
  )
})
