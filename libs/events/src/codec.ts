import type { Type } from 'avsc'
import type { RecordSchema } from './avro.ts'
import { parseSchema } from './avro-types.ts'
import { faultIn } from './check-values.ts'
import { CodecError, SchemaNotLearned } from './errors.ts'
import { explain } from './explain.ts'
import type { Needs } from './needs.ts'
import { readerSchema } from './reader.ts'
import { type SchemaIds, writables } from './schema-ids.ts'
import { editedOn, editionOf, isEventType, schemaOn } from './topics.ts'
import { createWriters } from './writers.ts'

/** The longest message that is written or read, in bytes, header included. */
export const MAX_EVENT_BYTES = 65_536

/** Of the registry's wire format: byte 0, the schema's id in four bytes, big-endian. */
const HEADER_BYTES = 5

/** Events to bytes and back, in the registry's wire format. All errors are CodecErrors unless said otherwise. */
export interface Codec {
  /** The bytes are the caller's own. `unencodable` names the event and the field, never the value. */
  encode(type: string, data: unknown): Buffer
  /**
   * The data as this program's schema of `type` has it, on that topic; as it is stored where no topic is named. Ids in it
   * are UUIDs in lower case. Throws SchemaNotLearned where the writer's schema is not known: call `prepare` first.
   */
  decode(type: string, bytes: Buffer, topic?: string): unknown
  /** The bytes of a stored event for another topic of its owner: the same where the event has the same shape there. */
  translate(type: string, bytes: Buffer, topic: string): Buffer
  /** Makes the schema that `bytes` were written with known. Rejects with RegistryUnavailable when that has to wait. */
  prepare(bytes: Buffer): Promise<void>
  /** Asks whether schemas can be learned now. Rejects where they cannot. */
  check(): Promise<void>
  /** What the registry says otherwise than the repository, each as a sentence. Rejects with RegistryUnavailable. */
  compare(): Promise<readonly string[]>
}

/** How to read what another schema wrote; null where the schemas are the same. */
type Resolver = ReturnType<Type['createResolver']> | null

interface Reader {
  /** What is encoded: the whole event. */
  readonly type: Type
  /** What is decoded: of an event that is consumed, the fields that are needed. */
  readonly reader: Type
  readonly resolversByWriterId: Map<number, Resolver>
}

const STRICT = { noUndeclaredFields: true }

/** @param needs what is read of the events that it names; of others everything is */
export function createCodec(schemaIds: SchemaIds, needs: Needs = {}): Codec {
  const readers = createReaders(needs)
  const writers = createWriters(schemaIds)
  const room = Buffer.allocUnsafe(MAX_EVENT_BYTES)

  function encode(name: string, data: unknown, edition = 1): Buffer {
    const { type } = readerOf(readers, name, edition)
    if (!type.isValid(data, STRICT)) throw new CodecError('unencodable', `${name} ${explain(type, data)}.`)
    const end = type.encode(data, room, HEADER_BYTES)
    if (end < 0) throw tooLarge(name, MAX_EVENT_BYTES - end)
    room[0] = 0
    room.writeUInt32BE(schemaIds.idOf(name, edition), 1)
    return Buffer.from(room.subarray(0, end))
  }

  function decode(name: string, bytes: Buffer, topic?: string): unknown {
    const { reader, resolversByWriterId } = readerOf(readers, name, topic === undefined ? 1 : editionOf(topic))
    const id = writerId(bytes)
    const writer = writers.get(id)
    if (!writer) throw new SchemaNotLearned(id)
    let resolver = resolversByWriterId.get(id)
    if (resolver === undefined) {
      resolver = resolve(name, reader, id, writer.type)
      resolversByWriterId.set(id, resolver)
    }
    return read(name, () => {
      writer.walk(bytes, HEADER_BYTES)
      return reader.decode(bytes, HEADER_BYTES, resolver ?? undefined).value as object
    })
  }

  return {
    encode: (name, data) => encode(name, data),
    decode,

    translate(name, bytes, topic) {
      const edited = isEventType(name) ? editedOn(name, editionOf(topic)) : undefined
      return edited ? encode(name, edited.upgrade(decode(name, bytes) as object), editionOf(topic)) : bytes
    },

    async prepare(bytes) {
      const id = writerId(bytes)
      if (!writers.get(id)) await writers.learn(id)
    },

    check: () => schemaIds.check(),
    compare: () => schemaIds.compare(),
  }
}

/** By name, and by name and edition where a later topic has another shape. Needs speak of the first topics. */
function createReaders(needs: Needs): ReadonlyMap<string, Reader> {
  return new Map(
    writables.map(({ type, edition }) =>
      edition === 1
        ? [type, createReader(schemaOn(type, edition), needs[type])]
        : [`${type} ${edition}`, createReader(schemaOn(type, edition))],
    ),
  )
}

function createReader(schema: RecordSchema, fields?: readonly string[]): Reader {
  const type = parseSchema(schema)
  const reader = fields ? parseSchema(readerSchema(schema, fields)) : type
  return { type, reader, resolversByWriterId: new Map() }
}

function readerOf(readers: ReadonlyMap<string, Reader>, name: string, edition: number): Reader {
  const reader = (edition === 1 ? undefined : readers.get(`${name} ${edition}`)) ?? readers.get(name)
  if (!reader) throw new CodecError('unknown-schema', `${name} is not an event of this contract.`)
  return reader
}

/** Checks the frame and answers with the id in it. */
function writerId(bytes: Buffer): number {
  if (bytes.length > MAX_EVENT_BYTES) throw tooLarge('The message', bytes.length)
  if (bytes.length < HEADER_BYTES || bytes[0] !== 0)
    throw new CodecError('undecodable', 'The message does not begin with byte 0 and a schema id of four bytes.')
  return bytes.readUInt32BE(1)
}

function resolve(name: string, reader: Type, id: number, writer: Type): Resolver {
  if (reader.equals(writer)) return null
  try {
    return reader.createResolver(writer)
  } catch (cause) {
    throw new CodecError('undecodable', `Schema ${id} (${writer.name}) cannot be read as ${name}.`, { cause })
  }
}

function read(name: string, decode: () => object): object {
  const data = decoded(name, decode)
  const fault = faultIn(data)
  if (fault !== undefined) throw new CodecError('undecodable', `The bytes are not a valid ${name}: ${fault}.`)
  return data
}

function decoded<T>(name: string, decode: () => T): T {
  try {
    return decode()
  } catch (cause) {
    throw new CodecError('undecodable', `The bytes are not a valid ${name}: ${(cause as Error).message}.`, { cause })
  }
}

const tooLarge = (what: string, bytes: number) =>
  new CodecError('too-large', `${what} has ${bytes} bytes; the limit is ${MAX_EVENT_BYTES}. Split its content.`)
