import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseSchema } from '../src/avro-types.ts'
import { CodecError, createCodec, fileSchemaIds } from '../src/index.ts'
import { walkOf } from '../src/walk.ts'

const MAX_MS = 200
const FIRST_FOREIGN_ID = 1_000
const ids = ['orderId', 'reservationId', 'customerId'].map((name) => ({ name, type: 'string' }))
const event = (...more: object[]) => ({
  type: 'record',
  name: 'bistro.order.OrderCancelled',
  fields: [...ids, { name: 'reason', type: 'string' }, ...more],
})
const UUID = '01a00000-0000-7000-8000-000000000001'
const text = (value: string): number[] => [...varint(value.length), ...Buffer.from(value)]
const BEGINNING = [...text(UUID), ...text(UUID), ...text(UUID), ...text('x')]
/** Zigzag, as Avro writes its ints. */
function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = BigInt(value) * 2n
  if (rest < 0n) rest = -rest - 1n
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  return [...bytes, Number(rest)]
}

const foreign = new Map<number, object>()
const codec = createCodec({ ...fileSchemaIds(), schemaOf: async (id) => foreign.get(id) ?? {} })

/** What is decoded of a message that another program has written with `schema`. */
async function decoded(schema: object, body: readonly number[]): Promise<unknown> {
  const id = FIRST_FOREIGN_ID + foreign.size
  foreign.set(id, schema)
  const header = Buffer.alloc(5)
  header.writeUInt32BE(id, 1)
  const bytes = Buffer.concat([header, Buffer.from(body)])
  await codec.prepare(bytes)
  return codec.decode('OrderCancelled', bytes)
}

async function refusalOf(schema: object, body: readonly number[]): Promise<string> {
  const start = performance.now()
  const refused = await decoded(schema, body).catch((error: unknown) => error)
  expect(performance.now() - start).toBeLessThan(MAX_MS)
  expect(refused).toBeInstanceOf(CodecError)
  return (refused as CodecError).message
}

const GRAIN = { type: 'record', name: 'Grain', fields: [] }
const list = (items: unknown) => event({ name: 'extra', type: { type: 'array', items } })
const map = (values: unknown) => event({ name: 'extra', type: { type: 'map', values } })

/** A record of two that are records of two …: no byte, and 2^40 values. */
function twice(depth: number): object {
  const inner = depth === 0 ? 'null' : twice(depth - 1)
  const fields = [
    { name: 'one', type: inner },
    { name: 'other', type: depth === 0 ? 'null' : `D${depth - 1}` },
  ]
  return { type: 'record', name: `D${depth}`, fields }
}

describe('a message of a foreign schema that its reader passes over is refused at once', () => {
  const THOUSAND_MILLIONS = varint(1_000_000_000)
  const manyBlocks = Array.from({ length: 15_000 }, () => varint(60_000)).flat()

  test.each([
    ['a map that promises too much', map('null'), THOUSAND_MILLIONS, 'it declares 1000000000 values'],
    ['a list that does', list('null'), THOUSAND_MILLIONS, 'it declares 1000000000 values'],
    ['a list of empty records', list(GRAIN), THOUSAND_MILLIONS, 'it declares'],
    ['a count below zero, with a size', list('null'), [...varint(-1_000_000_000), ...varint(0)], 'it declares'],
    ['within another', list({ type: 'map', values: 'null' }), [2, ...THOUSAND_MILLIONS], 'it declares'],
    ['many blocks of what takes no byte', list('null'), [...manyBlocks, 0], 'it declares 60000 values, but'],
    ['a size that is not true', list('string'), [...varint(-1), ...varint(1), ...text('no'), 0], 'declared size'],
    ['a size that goes back', list('string'), [...varint(-1), ...varint(-40), ...text('no'), 0], 'below zero'],
    ['a size beyond the end', list('string'), [...varint(-1), ...varint(400), ...text('no'), 0], 'end too early'],
    ['a length that goes back', list('string'), [...varint(1), ...varint(-3), 0], 'a length is below zero'],
    ['a length beyond the end', list('bytes'), [...varint(1), ...varint(2 ** 40), 0], 'end too early'],
    ['a number without end', list('long'), [2, ...Array(1_000).fill(255)], 'more than 10 bytes'],
    [
      'a branch that there is not',
      list(['null', 'string']),
      [...varint(1), ...varint(2)],
      'index 2 is out of range: there are 2 choices',
    ],
    ['records within records', event({ name: 'extra', type: twice(40) }), [], 'it declares 2 values, but'],
    ['a record that holds nothing but itself', event({ name: 'extra', type: itself('Self') }), [], 'more than 64 deep'],
    ['a long chain', event({ name: 'extra', type: itself(['null', 'Self']) }), Array(50_000).fill(2), '64 deep'],
  ])('%s', async (_, schema, body, message) => {
    expect(await refusalOf(schema, [...BEGINNING, ...body])).toContain(message)
  })

  function itself(type: unknown): object {
    return { type: 'record', name: 'Self', fields: [{ name: 'self', type }] }
  }

  test('and what keeps to its schema is read', async () => {
    const read = { orderId: UUID, reservationId: UUID, customerId: UUID, reason: 'x' }
    const twoNulls = [...varint(2), 0]
    const withSize = [...varint(-1), ...varint(3), ...text('no'), 0]
    expect(await decoded(list('null'), [...BEGINNING, ...twoNulls])).toEqual(read)
    expect(await decoded(list('string'), [...BEGINNING, ...withSize])).toEqual(read)
  })
})

const PRIMITIVES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  null: fc.constant(null),
  boolean: fc.boolean(),
  int: fc.integer(),
  long: fc.integer({ min: -(2 ** 52), max: 2 ** 52 }),
  float: fc.float({ noNaN: true }),
  double: fc.double({ noNaN: true }),
  string: fc.string({ unit: 'grapheme' }),
  bytes: fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
}

interface Schema {
  readonly type: string
  readonly items: unknown
  readonly values: unknown
  readonly fields: readonly { readonly name: string; readonly type: unknown }[]
}

function anyOf(schema: unknown): fc.Arbitrary<unknown> {
  if (typeof schema === 'string') return PRIMITIVES[schema]!
  if (Array.isArray(schema)) return fc.oneof(...schema.map(anyOf))
  const { type, items, values, fields } = schema as Schema
  if (type === 'array') return fc.array(anyOf(items), { maxLength: 5 })
  if (type === 'map') return fc.dictionary(fc.string(), anyOf(values), { maxKeys: 5 })
  return fc.record(Object.fromEntries(fields.map((field) => [field.name, anyOf(field.type)])))
}

describe('any schema and any bytes', () => {
  const { type: schema } = fc.letrec((tie) => ({
    type: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom<unknown>('null', 'boolean', 'int', 'long', 'float', 'double', 'string', 'bytes'),
      fc.record({ type: fc.constant('array'), items: tie('type') }),
      fc.record({ type: fc.constant('map'), values: tie('type') }),
      tie('record'),
      fc.constantFrom<unknown>(['null', 'string'], ['int', 'string', 'bytes']),
    ),
    record: fc.tuple(fc.uuid(), fc.array(tie('type'), { maxLength: 3 })).map(([id, types]) => ({
      type: 'record',
      name: `R${id.replaceAll('-', '')}`,
      fields: types.map((type, index) => ({ name: `f${index}`, type })),
    })),
  }))

  test('a value is walked to its end, whatever it is', () => {
    const written = schema.chain((any) => fc.tuple(fc.constant(any), anyOf(any)))
    fc.assert(
      fc.property(written, ([any, value]) => {
        const type = parseSchema(any as object)
        const bytes = type.toBuffer(value)
        expect(() => walkOf(type)(bytes, 0)).not.toThrow()
        expect(() => walkOf(type)(Buffer.concat([bytes, Buffer.alloc(1)]), 0)).toThrow('follow its end')
      }),
    )
  })

  test('noise in place of a value is read, or refused as no such value, and soon', async () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.array(fc.constantFrom(...[0, 1, 2, 127, 128, 255]), { maxLength: 60 }),
      fc.integer({ min: -(2 ** 40), max: 2 ** 40 }).map(varint),
    )
    await fc.assert(
      fc.asyncProperty(schema, noise, async (extra, body) => {
        const start = performance.now()
        const outcome = await decoded(event({ name: 'extra', type: extra }), [...BEGINNING, ...body]).catch(
          (error: unknown) => error,
        )
        expect(performance.now() - start).toBeLessThan(MAX_MS)
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(CodecError)
        else expect(outcome).toMatchObject({ orderId: UUID })
      }),
      { numRuns: 300 },
    )
  })
})
