import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Field, RecordSchema } from '../src/avro.ts'
import { parseSchema } from '../src/avro-types.ts'
import { catalogue } from '../src/generated/events.ts'
import { createCodec, fileSchemaIds, RegistryUnavailable, type SchemaIds } from '../src/index.ts'

afterEach(() => vi.useRealTimers())

const FOREIGN_ID = 1_000
const now = catalogue.ReservationHeld.schema
const data = {
  reservationId: '01a00000-0000-7000-8000-000000000001',
  customerId: '01a00000-0000-7000-8000-000000000002',
  eveningId: '01a00000-0000-7000-8000-000000000003',
  seats: 2,
  kits: [{ sku: 'a', quantity: 1 }],
  cardToken: 't',
  holdExpiresAt: '2026-11-21T19:00:00.000Z',
}

/** A codec to which FOREIGN_ID is `schema`, and how often it asked for one. */
function readerOf(schema: object) {
  const asked: number[] = []
  const ids: SchemaIds = {
    ...fileSchemaIds(),
    schemaOf: async (id) => {
      asked.push(id)
      return schema
    },
  }
  return { codec: createCodec(ids), asked }
}

const written = (schema: RecordSchema, value: object): Buffer => writtenAs(FOREIGN_ID, schema, value)

function writtenAs(id: number, schema: RecordSchema, value: object): Buffer {
  const header = Buffer.alloc(5)
  header.writeUInt32BE(id, 1)
  return Buffer.concat([header, parseSchema(schema).toBuffer(value)])
}

const withField = (field: Field): RecordSchema => ({ ...now, fields: [...now.fields, field] })

describe('schemas that grow', () => {
  test('a newer writer: fields that the reader does not know are skipped', async () => {
    const newer = withField({ name: 'notes', type: { type: 'array', items: ['null', 'string'] }, default: [] })
    const bytes = written(newer, { ...data, notes: ['no nuts', null] })
    const { codec } = readerOf(newer)
    await codec.prepare(bytes)
    expect(codec.decode('ReservationHeld', bytes)).toEqual(data)
  })

  test('an older writer: fields that it did not know have their default', () => {
    const newer = parseSchema(withField({ name: 'note', type: ['null', 'string'], default: null }))
    const older = parseSchema(now)
    const decoded: unknown = newer.decode(older.toBuffer(data), 0, newer.createResolver(older)).value
    expect(decoded).toEqual({ ...data, note: null })
  })

  test('lists are bounded for a foreign writer too, read or skipped', async () => {
    const newer = withField({ name: 'notes', type: { type: 'array', items: 'string' }, default: [] })
    const { codec } = readerOf(newer)
    const bytes = written(newer, { ...data, notes: [] })
    const bomb = Buffer.concat([bytes.subarray(0, -1), Buffer.from('ffc1d72f00', 'hex')])
    await codec.prepare(bomb)
    expect(() => codec.decode('ReservationHeld', bomb)).toThrow('it declares 50000000 values')
  })

  test('a writer that lost a field without a default cannot be read', async () => {
    const broken = { ...now, fields: now.fields.slice(0, -1) }
    const bytes = written(broken, data)
    const { codec } = readerOf(broken)
    await codec.prepare(bytes)
    expect(() => codec.decode('ReservationHeld', bytes)).toThrow(/Schema 1000 .* cannot be read as ReservationHeld/)
  })
})

describe('prepare', () => {
  const bytes = written(now, data)

  test('asks once, however many ask at the same time, and never again', async () => {
    const { codec, asked } = readerOf(now)
    await Promise.all([codec.prepare(bytes), codec.prepare(bytes)])
    await codec.prepare(bytes)
    expect(asked).toEqual([FOREIGN_ID])
    expect(codec.decode('ReservationHeld', bytes)).toEqual(data)
  })

  test('asks nothing for this program’s own schemas', async () => {
    const { codec, asked } = readerOf(now)
    await codec.prepare(codec.encode('ReservationHeld', data))
    expect(asked).toEqual([])
  })

  test('passes on that the registry is away, and leaves it alone for a second before it asks again', async () => {
    vi.useFakeTimers()
    const answers = [Promise.reject(new RegistryUnavailable('away')), Promise.resolve(now)]
    const codec = createCodec({ ...fileSchemaIds(), schemaOf: () => answers.shift()! })
    const isAway = expect.objectContaining({ name: 'RegistryUnavailable', retryable: true, message: 'away' })
    await expect(codec.prepare(bytes)).rejects.toEqual(isAway)
    await expect(codec.prepare(bytes)).rejects.toEqual(isAway)
    await expect(codec.prepare(writtenAs(FOREIGN_ID + 1, now, data))).rejects.toEqual(isAway)
    expect(answers).toHaveLength(1)
    vi.advanceTimersByTime(1_001)
    await codec.prepare(bytes)
    expect(codec.decode('ReservationHeld', bytes)).toEqual(data)
  })

  test('asks a registry that hangs for a few schemas and no more', async () => {
    const asked: number[] = []
    const schemaOf = (id: number): Promise<object> => {
      asked.push(id)
      return new Promise(() => {})
    }
    const codec = createCodec({ ...fileSchemaIds(), schemaOf })
    const prepare = (id: number) => codec.prepare(writtenAs(id, now, data))
    for (let id = 1_000; id < 1_016; id++) void prepare(id)
    await expect(prepare(1_016)).rejects.toMatchObject({ retryable: true })
    expect(asked).toHaveLength(16)
  })

  test('rejects for a frame that is none and for a schema that is none', async () => {
    const { codec } = readerOf({ type: 'nonsense' })
    await expect(codec.prepare(Buffer.from('hello world'))).rejects.toMatchObject({ code: 'undecodable' })
    await expect(codec.prepare(bytes)).rejects.toMatchObject({ code: 'undecodable' })
  })

  test('has nothing to ask where ids come from files', async () => {
    await expect(createCodec(fileSchemaIds()).prepare(bytes)).rejects.toMatchObject({ code: 'unknown-schema' })
  })
})

test('a message names the version of the schema that it was written with, if the repository has it', () => {
  const { codec } = readerOf(now)
  const delivered = catalogue.ShipmentDelivered.schema
  const earlier = { ...delivered, fields: delivered.fields.slice(0, 3) }
  const ids = { orderId: data.reservationId, reservationId: data.reservationId, shipmentId: data.reservationId }
  expect(codec.versionOf(codec.encode('ShipmentDelivered', { ...ids, deliveredAt: null }))).toBe(2)
  expect(codec.versionOf(writtenAs(41, earlier, ids))).toBe(1)
  expect(codec.versionOf(written(now, data))).toBeUndefined()
})
