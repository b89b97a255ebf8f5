import { randomUUID } from 'node:crypto'
import { headersOf } from '@bistro/events/contract'
import type { Random } from '@bistro/kit/faults'
import { CompressionTypes, type Message } from 'kafkajs'
import type { World } from '../world.ts'
import { copyOf } from './copy.ts'
import type { Forgery } from './forgeries.ts'
import { type ForgedService, HANDLED } from './handled.ts'
import { mapBomb } from './map-bomb.ts'
import './zstd.ts'

export interface Forged {
  /** The stream that it names, where no service has such a stream. */
  readonly stream: string | undefined
  readonly compression?: CompressionTypes
  readonly message: Message
}

const NOBODYS_SCHEMA_ID = 999_999
const OVERSIZED_BYTES = 100_000
const HUGE_HEADER_BYTES = 200_000
const MANY = 3_000
const LATER_VERSION = 7

type Headers = NonNullable<Message['headers']>

/** One malformed or foreign record. */
export async function forge(world: World, service: ForgedService, forgery: Forgery, random: Random): Promise<Forged> {
  if (forgery === 'copy') return copyOf(world, service, random)
  const stream = random.uuid(Date.now())
  const { type, data } = HANDLED[service]
  const good = world.codec.encode(type, data(stream))
  const encoded = (id: string) => world.codec.encode(type, data(id))
  const headers = headersOf({ owner: service, type, stream })
  const record = (value: Buffer | null, changed: object = {}): Message => ({
    key: stream,
    value,
    headers: { ...headers, ...changed } as Headers,
  })
  const make: Readonly<Record<Exclude<Forgery, 'copy'>, () => Message | Promise<Message>>> = {
    'null header': () => record(good, { 'x-b3-parentspanid': null }),
    'no headers': () => ({ key: null, value: good }),
    'no value': () => record(null),
    'empty value': () => record(Buffer.alloc(0)),
    'bad Avro': () => record(Buffer.from('this is no Avro')),
    'cut short': () => record(good.subarray(0, -3)),
    'unknown schema id': () => record(withSchemaId(good, NOBODYS_SCHEMA_ID)),
    oversized: () => record(Buffer.concat([good, Buffer.alloc(OVERSIZED_BYTES)])),
    'huge header': () => record(good, { big: 'x'.repeat(HUGE_HEADER_BYTES) }),
    'many headers': () => record(good, Object.fromEntries(Array.from({ length: MANY }, (_, n) => [`h${n}`, 'v']))),
    'repeated headers': () => record(good, { ce_id: [randomUUID(), randomUUID()], y: Buffer.from([0xff, 0xfe]) }),
    'id that is no UUID': () => record(encoded('nope')),
    'id with NUL': () => record(encoded('a\0b')),
    'id in upper case': () => record(encoded(stream.toUpperCase())),
    'strange sequence': () =>
      record(good, { ce_sequence: random.one(['0', '-1', '1.0', '1e3', '12345678901234567890']) }),
    'type constructor': () =>
      record(good, { ce_type: `bistro.${service}.${random.one(['constructor', '__proto__'])}` }),
    'foreign source': () =>
      record(good, { ce_source: service === 'payment' ? '/services/order' : '/services/payment' }),
    gap: () => record(good, { ce_sequence: String(LATER_VERSION) }),
    'map bomb': async () => record(await mapBomb(world.manifest.registry, type, good)),
    gzip: () => record(good),
    zstd: () => record(good),
  }
  const compression = { gzip: CompressionTypes.GZIP, zstd: CompressionTypes.ZSTD }[forgery as string]
  return { stream, compression, message: await make[forgery]() }
}

function withSchemaId(bytes: Buffer, id: number): Buffer {
  const changed = Buffer.from(bytes)
  changed.writeUInt32BE(id, 1)
  return changed
}
