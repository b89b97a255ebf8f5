import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createCodec, type EventType, fileSchemaIds, schemaOf } from '@bistro/events'
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry'
import avsc from 'avsc'
import type { Sample } from './sagas.ts'

/** Encodes and decodes events; `decodeNewer` reads what a newer schema, with one field more, has written. */
export interface CodecUse {
  encode(sample: Sample): Buffer | Promise<Buffer>
  decode(type: EventType, bytes: Buffer): unknown
  decodeNewer?(type: EventType, bytes: Buffer): unknown
}

const HEADER_BYTES = 5
/** Ids of the newer schemas: those of the program's own and this. */
const NEWER = 1_000
const ids = fileSchemaIds()

const newerSchema = (type: EventType) => {
  const schema = schemaOf(type)
  return { ...schema, fields: [...schema.fields, { name: 'addedLater', type: 'string', default: '' }] }
}

const framed = (id: number, body: Buffer): Buffer => {
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt32BE(id, 1)
  return Buffer.concat([header, body])
}

/** As a newer program writes it. */
export const writtenByNewer = ({ type, data }: Sample): Buffer =>
  framed(
    NEWER + ids.idOf(type),
    avsc.Type.forSchema(newerSchema(type) as avsc.Schema).toBuffer({ ...data, addedLater: 'x' }),
  )

const typesById = (samples: readonly Sample[]) => new Map(samples.map(({ type }) => [NEWER + ids.idOf(type), type]))

/** The product's own. */
export async function ofKit(samples: readonly Sample[]): Promise<CodecUse> {
  const types = typesById(samples)
  const codec = createCodec({ ...ids, schemaOf: async (id) => newerSchema(types.get(id) as EventType) })
  for (const sample of samples) await codec.prepare(writtenByNewer(sample))
  const decode = (type: EventType, bytes: Buffer): unknown => codec.decode(type, bytes)
  return { encode: ({ type, data }) => codec.encode(type, data), decode, decodeNewer: decode }
}

/** avsc as its README shows it: a buffer for each event, a resolver for each message of another schema. */
export function ofAvsc(samples: readonly Sample[]): CodecUse {
  const known = new Map(samples.map(({ type }) => [type, avsc.Type.forSchema(schemaOf(type) as avsc.Schema)]))
  const newer = new Map(samples.map(({ type }) => [type, avsc.Type.forSchema(newerSchema(type) as avsc.Schema)]))
  const typeOf = (name: EventType): avsc.Type => known.get(name) as avsc.Type
  return {
    encode: ({ type, data }) => framed(ids.idOf(type), typeOf(type).toBuffer(data)),
    decode: (name, bytes) => typeOf(name).fromBuffer(bytes.subarray(HEADER_BYTES)),
    decodeNewer: (name, bytes) => {
      const type = typeOf(name)
      return type.fromBuffer(bytes.subarray(HEADER_BYTES), type.createResolver(newer.get(name) as avsc.Type))
    },
  }
}

/** The registry's client for KafkaJS, its cache filled; asked for the reader's schema where the writer's differs. */
export async function ofRegistryClient(samples: readonly Sample[]): Promise<CodecUse & { close(): void }> {
  const types = typesById(samples)
  const server = createServer(({ url = '' }, response) => {
    const id = Number(url.split('/').at(-1))
    const newer = types.get(id)
    const type = newer ?? samples.find((sample) => ids.idOf(sample.type) === id)?.type
    const schema = newer ? newerSchema(newer) : schemaOf(type as EventType)
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ schema: JSON.stringify(schema) }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const registry = new SchemaRegistry({ host: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  return {
    encode: ({ type, data }) => registry.encode(ids.idOf(type), data),
    decode: (_, bytes) => registry.decode(bytes),
    decodeNewer: (type, bytes) =>
      registry.decode(bytes, { AVRO: { readerSchema: schemaOf(type) } } as Parameters<typeof registry.decode>[1]),
    close: () => server.close(),
  }
}

export const ofJson = (): CodecUse => ({
  encode: ({ data }) => Buffer.from(JSON.stringify(data)),
  decode: (_, bytes) => JSON.parse(bytes.toString()),
})
