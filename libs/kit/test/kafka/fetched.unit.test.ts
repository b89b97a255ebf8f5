import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { registerCodecs } from '../../src/kafka/codecs/index.ts'
import { toRecord } from '../../src/kafka/records.ts'
import { header, int, recordOf, sized, varint } from './protocol.ts'

/** Whatever a fetch brings, each partition becomes records, or says where it cannot be read and why. */
const driver = createRequire(import.meta.url)
const { decode, parse } = driver('kafkajs/src/protocol/requests/fetch/v11/response') as {
  decode(bytes: Buffer): Promise<object>
  parse(response: object): Promise<{ responses: readonly { partitions: readonly Partition[] }[] }>
}
interface Partition {
  readonly partition: number
  readonly messages: Parameters<typeof toRecord>[2][]
  readonly unreadable?: { readonly offset?: string; readonly reason: string }
}
registerCodecs()

interface BatchOptions {
  readonly firstOffset?: bigint
  readonly attributes?: number
  readonly count?: number
  readonly length?: number
  readonly magic?: number
}

function batchOf(records: readonly Buffer[], options: BatchOptions = {}): Buffer {
  const { firstOffset = 7n, attributes = 0, count = records.length, magic = 2 } = options
  const offsets = [int(2, attributes), int(4, Math.max(0, count - 1))]
  const times = [int(8, 1n), int(8, 1n), int(8, -1n), int(2, -1), int(4, -1)]
  const body = Buffer.concat([int(4, 0), int(1, magic), int(4, 0), ...offsets, ...times, int(4, count), ...records])
  return Buffer.concat([int(8, firstOffset), int(4, options.length ?? body.length), body])
}

const partitionOf = (id: number, set: Buffer, errorCode = 0): Buffer =>
  Buffer.concat([
    int(4, id),
    int(2, errorCode),
    int(8, 99n),
    int(8, 99n),
    int(8, 0n),
    int(4, -1),
    int(4, -1),
    int(4, set.length),
    set,
  ])

async function fetched(...partitions: readonly Buffer[]): Promise<readonly Partition[]> {
  const topic = Buffer.from('t')
  const snapshot = [int(4, 0), int(2, 0), int(4, 0), int(4, 1), int(2, topic.length), topic, int(4, partitions.length)]
  const { responses } = await parse(await decode(Buffer.concat([...snapshot, ...partitions])))
  return responses[0]?.partitions ?? []
}

const read = ({ messages }: Partition) => messages.map((message) => toRecord('t', 0, message))
const GOOD = recordOf({ offsetDelta: 0, headers: [header('ce_id', 'a')] })

describe('headers', () => {
  const headersOf = async (...headers: Buffer[]) => {
    const [partition] = await fetched(partitionOf(0, batchOf([recordOf({ offsetDelta: 0, headers })])))
    return Object.entries(read(partition as Partition)[0]?.headers ?? {})
  }

  it('without a value are absent', async () => {
    expect(await headersOf(header('a', null), header('b', 'x'))).toEqual([['b', 'x']])
  })

  it('of one name count once: the first that has a value', async () => {
    expect(await headersOf(header('a', null), header('a', '1'), header('a', '2'))).toEqual([['a', '1']])
  })

  it('may be called like what every object has', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '']
    expect(await headersOf(...names.map((name) => header(name, name)))).toEqual(names.map((name) => [name, name]))
    expect(await headersOf(header('__proto__', 'p'), header('x', null))).toEqual([['__proto__', 'p']])
  })

  it('may have no name, and the next record one at the same place', async () => {
    await headersOf(header(null, 'x'))
    expect(await headersOf(header('named', 'x'))).toEqual([['named', 'x']])
  })

  it('may be as many as fit, of one name too', async () => {
    expect(await headersOf(...Array.from({ length: 100_000 }, () => header('h', 'v')))).toEqual([['h', 'v']])
  })
})

describe('a batch that cannot be read', () => {
  it.each([
    ['a codec that nobody knows', batchOf([GOOD], { attributes: 7 }), 'no codec has the number 7'],
    ['what is no snappy', batchOf([GOOD], { attributes: 2 }), /compressed|repetition/],
    ['what is no zstd', batchOf([GOOD], { attributes: 4 }), /./],
    ['another format', batchOf([GOOD], { magic: 3 }), 'unknown format 3'],
    ['fewer bytes than it says', batchOf([GOOD], { length: 4_000 }), 'partial record batch'],
    ['a length below nothing', batchOf([GOOD], { length: -9 }), '-9 bytes long'],
    ['more records than bytes', batchOf([GOOD], { count: 2_000_000_000 }), /./],
    [
      'more headers than bytes',
      batchOf([Buffer.concat([varint(6), Buffer.from([0, 0, 0, 1, 1]), varint(2 ** 30)])]),
      /./,
    ],
    [
      'a key longer than the record',
      batchOf([Buffer.concat([varint(5), Buffer.from([0, 0, 0]), varint(5_000)])]),
      /promises 5000 bytes/,
    ],
    ['hardly anything', Buffer.alloc(9), /./],
  ])('says so, with its place: %s', async (_, set, reason) => {
    const [broken, sound] = await fetched(partitionOf(0, set), partitionOf(1, batchOf([GOOD])))
    expect(broken?.messages).toHaveLength(0)
    expect(broken?.unreadable?.reason).toMatch(reason)
    expect(read(sound as Partition)).toMatchObject([{ offset: '7', headers: { ce_id: 'a' } }])
  })

  it('comes after what goes before it', async () => {
    const set = Buffer.concat([batchOf([GOOD]), batchOf([GOOD], { firstOffset: 8n, attributes: 6 })])
    const [partition] = await fetched(partitionOf(0, set))
    expect(partition?.messages.map(({ offset }) => offset)).toEqual(['7'])
    expect(partition?.unreadable).toMatchObject({ offset: '8' })
  })

  it('and a partition that the broker refuses leave the others alone', async () => {
    const [refused, sound] = await fetched(partitionOf(0, Buffer.alloc(0), 29), partitionOf(1, batchOf([GOOD])))
    expect(refused?.unreadable?.reason).toMatch(/not authorized/i)
    expect(sound?.messages).toHaveLength(1)
  })

  it('is not one whose records were compacted away: what is read goes on behind it', async () => {
    const [partition] = await fetched(partitionOf(0, batchOf([])))
    expect(partition).toMatchObject({ messages: [{ offset: '7', isControlRecord: true }] })
  })
})

it('a batch may hold more records than a call has arguments', async () => {
  const records = Array.from({ length: 200_000 }, (_, offsetDelta) => recordOf({ offsetDelta, headers: [] }))
  const [partition] = await fetched(partitionOf(0, batchOf(records)))
  expect(partition?.messages).toHaveLength(200_000)
})

describe('whatever is generated', () => {
  const content = fc.option(fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)))
  const name = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'ce_id', ''), fc.string({ maxLength: 12 }))
  const record = fc
    .record({
      offsetDelta: fc.nat(9),
      timestampDelta: fc.oneof(fc.nat(9), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
      key: content,
      value: content,
      headers: fc.array(
        fc.tuple(fc.option(name), content).map(([key, value]) => header(key, value)),
        { maxLength: 6 },
      ),
    })
    .map(recordOf)
  /** What says how long it is, and is not. */
  const nonsense = fc.uint8Array({ maxLength: 40 }).map((bytes) => sized(Buffer.from(bytes)))
  const batch = fc
    .record({
      records: fc.array(fc.oneof({ weight: 5, arbitrary: record }, nonsense), { maxLength: 4 }),
      attributes: fc.oneof(fc.constant(0), fc.nat(0x3f)),
      magic: fc.oneof({ weight: 9, arbitrary: fc.constant(2) }, fc.nat(4)),
      count: fc.option(fc.integer({ min: -2, max: 2_000 }), { nil: undefined }),
    })
    .map(({ records, ...options }) => batchOf(records, options))
  const changed = fc
    .tuple(batch, fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 3 }), fc.nat(200))
    .map(([bytes, changes, cut]) => {
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
      return cut < 20 ? bytes.subarray(0, Math.max(1, bytes.length - cut)) : bytes
    })

  it('becomes records or a reason, and never touches the next partition', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(changed, { minLength: 1, maxLength: 3 }), async (sets) => {
        const [first, second] = await fetched(partitionOf(0, Buffer.concat(sets)), partitionOf(1, batchOf([GOOD])))
        for (const { headers, value } of read(first as Partition)) {
          expect(Buffer.isBuffer(value)).toBe(true)
          for (const text of Object.values(headers)) expect(typeof text).toBe('string')
        }
        expect((first?.messages.length ?? 0) > 0 || first?.unreadable !== undefined).toBe(true)
        expect(second?.messages).toHaveLength(1)
      }),
      { numRuns: 500 },
    )
  })
})
