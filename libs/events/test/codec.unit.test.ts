import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  CodecError,
  createCodec,
  eventTypes,
  fileSchemaIds,
  MAX_EVENT_BYTES,
  type OrderValidated,
} from '../src/index.ts'
import { dataOf } from './arbitrary.ts'

const ids = fileSchemaIds()
const codec = createCodec(ids)
const RUNS = 20

const validated: OrderValidated = {
  orderId: '01a00000-0000-7000-8000-000000000001',
  reservationId: '01a00000-0000-7000-8000-000000000002',
  customerId: '01a00000-0000-7000-8000-000000000003',
  deposit: { amount: 12_500, currency: 'EUR' },
  cardToken: 'tok_ok',
}

const idsOf = ({ orderId, reservationId }: OrderValidated) => ({ orderId, reservationId })
const decoding =
  (bytes: Buffer, type = 'OrderValidated') =>
  () =>
    codec.decode(type, bytes)
const failure = (code: string, message: string | RegExp) =>
  expect.objectContaining({ name: 'CodecError', code, retryable: false, message: expect.stringMatching(message) })

describe('wire format', () => {
  test('byte 0, the id in four bytes, the Avro body', () => {
    const id = ids.idOf('OrderValidated').toString(16).padStart(8, '0')
    const texts = [validated.orderId, validated.reservationId, validated.customerId]
    const strings = texts.map((text) => `48${Buffer.from(text).toString('hex')}`).join('')
    const money = 'a8c301' + '06455552'
    const token = '0c746f6b5f6f6b'
    expect(codec.encode('OrderValidated', validated).toString('hex')).toBe(`00${id}${strings}${money}${token}`)
  })

  test.each(eventTypes)('%s comes back as it went', (type) => {
    fc.assert(
      fc.property(dataOf(type), (data) => {
        expect(codec.decode(type, codec.encode(type, data))).toEqual(data)
      }),
      { numRuns: RUNS },
    )
  })

  test('the bytes are not touched by what is encoded later', () => {
    const bytes = codec.encode('OrderValidated', validated)
    const before = bytes.toString('hex')
    codec.encode('OrderValidated', { ...validated, orderId: 'another' })
    expect(bytes.toString('hex')).toBe(before)
  })
})

describe('encode refuses, naming event and field but no value', () => {
  test.each([
    [
      'a missing field',
      { ...validated, cardToken: undefined },
      'OrderValidated cannot be encoded: cardToken is missing',
    ],
    ['a wrong type', { ...validated, cardToken: 4 }, 'cardToken is a number .* where string is expected'],
    ['half a cent', { ...validated, deposit: { amount: 0.5, currency: 'EUR' } }, 'deposit.amount is a number'],
    [
      'what avsc would corrupt',
      { ...validated, deposit: { amount: -(2 ** 52) - 1, currency: 'EUR' } },
      'deposit.amount is',
    ],
    ['an unknown field', { ...validated, tip: 1 }, 'tip is not in its schema'],
    ['an unknown field within', { ...validated, deposit: { ...validated.deposit, tip: 1 } }, 'deposit.tip is not in'],
    ['null', null, 'the event is null where record is expected'],
  ])('%s', (_, data, message) => {
    expect(() => codec.encode('OrderValidated', data)).toThrow(failure('unencodable', message))
  })

  test('a field of a list, by its place', () => {
    const held = { reservationId: 'r', customerId: 'c', eveningId: 'e', seats: 2, cardToken: 't', holdExpiresAt: 'h' }
    const kits = [{ sku: 'a', quantity: 1 }, { sku: 'secret' }]
    expect(() => codec.encode('ReservationHeld', { ...held, kits })).toThrow(/kits\.1\.quantity is missing/)
    expect(() => codec.encode('ReservationHeld', { ...held, kits })).not.toThrow(/secret/)
  })

  test('an event that is none', () => {
    expect(() => codec.encode('OrderEaten', {})).toThrow(failure('unknown-schema', 'OrderEaten'))
  })

  test('what is larger than a reader takes, and goes on after it', () => {
    const huge = { ...validated, cardToken: 'x'.repeat(MAX_EVENT_BYTES) }
    expect(() => codec.encode('OrderValidated', huge)).toThrow(failure('too-large', '65662 bytes; the limit is 65536'))
    expect(codec.decode('OrderValidated', codec.encode('OrderValidated', validated))).toEqual(validated)
  })

  test('nothing of exactly the size that is allowed', () => {
    const size = codec.encode('OrderValidated', { ...validated, cardToken: 'x'.repeat(60_000) }).length - 60_000
    const full = codec.encode('OrderValidated', { ...validated, cardToken: 'x'.repeat(MAX_EVENT_BYTES - size) })
    expect(full).toHaveLength(MAX_EVENT_BYTES)
    expect(decoding(full)).not.toThrow()
  })
})

describe('decode refuses', () => {
  const bytes = codec.encode('OrderValidated', validated)
  const withId = (id: number) => {
    const changed = Buffer.from(bytes)
    changed.writeUInt32BE(id, 1)
    return changed
  }

  test('every truncation', () => {
    for (let length = 0; length < bytes.length; length++)
      expect(decoding(bytes.subarray(0, length))).toThrow(CodecError)
    expect(decoding(bytes.subarray(0, -1))).toThrow(failure('undecodable', 'end too early'))
    expect(decoding(bytes.subarray(0, 4))).toThrow(failure('undecodable', 'byte 0'))
  })

  test('trailing bytes', () => {
    expect(decoding(Buffer.concat([bytes, Buffer.alloc(3)]))).toThrow(failure('undecodable', '3 bytes follow'))
  })

  test('another first byte', () => {
    expect(decoding(Buffer.concat([Buffer.from([1]), bytes.subarray(1)]))).toThrow(failure('undecodable', 'byte 0'))
  })

  test('an id that nobody has learned, up to the largest', () => {
    expect(decoding(withId(0xffff_ffff))).toThrow(
      expect.objectContaining({
        name: 'SchemaNotLearned',
        retryable: true,
        message: 'Schema 4294967295 is not known to this program yet.',
      }),
    )
  })

  test('a message that is too long, unread', () => {
    expect(decoding(Buffer.alloc(MAX_EVENT_BYTES + 1))).toThrow(failure('too-large', '65537 bytes'))
  })

  test('one event as another', () => {
    expect(decoding(bytes, 'OrderCancelled')).toThrow(
      failure('undecodable', /bistro\.order\.OrderValidated.*OrderCancelled/),
    )
  })

  test.each([
    ['an id that is none', { orderId: 'nope' }, 'orderId is not a UUID in lower case'],
    ['an empty id', { customerId: '' }, 'customerId is not a UUID'],
    ['an id in upper case', { reservationId: validated.reservationId.toUpperCase() }, 'reservationId is not a UUID'],
    ['an id with more behind it', { orderId: `${validated.orderId}\n` }, 'orderId is not a UUID'],
    ['a text with NUL', { cardToken: 'tok\0ok' }, 'cardToken contains a NUL character'],
    ['such a text within', { deposit: { amount: 1, currency: 'E\0R' } }, 'deposit.currency contains a NUL character'],
  ])('%s, naming the field but no value', (_, data, message) => {
    const changed = codec.encode('OrderValidated', { ...validated, ...data })
    expect(decoding(changed)).toThrow(failure('undecodable', `The bytes are not a valid OrderValidated: ${message}`))
  })

  test('a text of a list, by its place', () => {
    const { orderId: _, deposit: __, ...guest } = validated
    const kits = [
      { sku: 'a', quantity: 1 },
      { sku: 'b\0', quantity: 1 },
    ]
    const held = { ...guest, eveningId: validated.orderId, seats: 2, kits, holdExpiresAt: 'h' }
    const changed = codec.encode('ReservationHeld', held)
    expect(decoding(changed, 'ReservationHeld')).toThrow(failure('undecodable', 'kits.1.sku contains a NUL character'))
  })

  test('no id that is not read', () => {
    const reader = createCodec(ids, { OrderValidated: ['orderId'] })
    const changed = codec.encode('OrderValidated', { ...validated, customerId: 'nobody reads it' })
    expect(reader.decode('OrderValidated', changed)).toEqual({ orderId: validated.orderId })
  })

  test('an event that is none', () => {
    expect(decoding(bytes, 'OrderEaten')).toThrow(failure('unknown-schema', 'OrderEaten'))
  })

  test('a long beyond 2^52, read exactly or not', () => {
    const at = bytes.indexOf(Buffer.from('a8c301', 'hex'))
    const long = Buffer.from('818080808080801f', 'hex')
    const changed = Buffer.concat([bytes.subarray(0, at), long, bytes.subarray(at + 3)])
    expect(decoding(changed)).toThrow(failure('undecodable', 'a long is beyond 2\\^52'))
  })

  test('an int of more than 32 bits', () => {
    const lost = codec.encode('ShipmentLost', { ...idsOf(validated), shipmentId: validated.customerId, attempt: 1 })
    const wide = Buffer.concat([lost.subarray(0, -1), Buffer.from('ffffffffff01', 'hex')])
    expect(decoding(wide, 'ShipmentLost')).toThrow(failure('undecodable', 'more than 32 bits'))
  })

  test('any bytes with a CodecError or not at all', () => {
    const body = fc.uint8Array({ maxLength: 200 })
    fc.assert(
      fc.property(fc.constantFrom(...eventTypes), body, (type, noise) => {
        const header = codec.encode('OrderValidated', validated).subarray(0, 5)
        header.writeUInt32BE(ids.idOf(type), 1)
        try {
          codec.decode(type, Buffer.concat([header, noise]))
        } catch (error) {
          expect(error).toBeInstanceOf(CodecError)
        }
      }),
    )
  })
})

describe('a list that promises more than there is', () => {
  const MAX_MS = 50
  const fields = Buffer.from('00'.repeat(4), 'hex')
  const bomb = (count: string) => {
    const header = Buffer.alloc(5)
    header.writeUInt32BE(ids.idOf('ReservationHeld'), 1)
    return Buffer.concat([header, fields, Buffer.from(count, 'hex')])
  }

  test.each([
    ['50 million', '80c2d72f'],
    ['minus 50 million, which is 50 million and a size', 'ffc1d72f00'],
    ['beyond counting', 'ff'.repeat(60)],
    ['one, then 50 million', '02000080c2d72f'],
  ])('%s items are refused at once', (_, count) => {
    const start = performance.now()
    expect(decoding(bomb(count), 'ReservationHeld')).toThrow(
      failure('undecodable', /it declares|more than 10 bytes|end too early/),
    )
    expect(performance.now() - start).toBeLessThan(MAX_MS)
  })
})
