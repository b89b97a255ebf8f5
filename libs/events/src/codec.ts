import type { Type } from 'avsc'
import type { RecordSchema } from './avro.ts'
import { parseSchema } from './avro-types.ts'
import { faultIn } from './check-values.ts'
import { CodecError, SchemaNotLearned } from './errors.ts'
import { explain } from './explain.ts'
import { lockedSchemas } from './locked-schemas.ts'
import type { Needs } from './needs.ts'
import { readerSchema } from './reader.ts'
import { type SchemaIds, writables } from './schema-ids.ts'
import { editedOn, editionOf, isEventType, schemaOn } from './topics.ts'
import { HEADER_BYTES, MAX_EVENT_BYTES, tooLarge, writerId } from './wire.ts'
import { createWriters } from './writers.ts'

/** Encodes and decodes events in the registry's wire format. Errors are CodecErrors unless stated otherwise. */
export interface Codec {
  /** Returns a buffer of the caller's own. `unencodable` names the event and the field, never the value. */
  encode(type: string, data: unknown): Buffer
  /**
   * The data in the shape of this program's schema on that topic, or as stored if no topic is given. Its ids
   * are UUIDs in lower case. Throws SchemaNotLearned if the writer's schema is unknown: call `prepare` first.
   */
  decode(type: string, bytes: Buffer, topic?: string): unknown
  /** A stored event's bytes for another topic of its owner: unchanged if it has the same shape there. */
  translate(type: string, bytes: Buffer, topic: string): Buffer
  /** Version of the schema that `bytes` were written with; undefined if the repository does not have it. */
  versionOf(bytes: Buffer): number | undefined
  /** Loads the schema that `bytes` were written with. Rejects with RegistryUnavailable if that is impossible now. */
  prepare(bytes: Buffer): Promise<void>
  /** Rejects if schemas cannot be loaded now. */
  check(): Promise<void>
  /** Differences between registry and repository, one sentence each. Rejects with RegistryUnavailable. */
  compare(): Promise<readonly string[]>
}

/** Resolves a writer's schema to the reader's; null if they are equal. */
type Resolver = ReturnType<Type['createResolver']> | null

interface Reader {
  /** For encoding: the whole event. */
  readonly type: Type
  /** For decoding: of a consumed event only the needed fields. */
  readonly reader: Type
  readonly resolversByWriterId: Map<number, Resolver>
}

const VERSIONS: ReadonlyMap<number, number> = new Map(lockedSchemas.map(({ id, version }) => [id, version]))

const STRICT = { noUndeclaredFields: true }

/** @param needs the fields read of these events; other events are read whole */
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

    versionOf: (bytes) => VERSIONS.get(writerId(bytes)),

    async prepare(bytes) {
      const id = writerId(bytes)
      if (!writers.get(id)) await writers.learn(id)
    },

    check: () => schemaIds.check(),
    compare: () => schemaIds.compare(),
  }
}

/** By name, or by name and edition for another shape on a later topic. Needs apply to the first topics. */
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
