import { CodecError, SchemaNotLearned } from './errors.ts'
import { lockedSchemas } from './locked-schemas.ts'
import { registrySchemaIds } from './registry.ts'
import { fileSchemaIds, type SchemaIds } from './schema-ids.ts'
import { HEADER_BYTES, writerId } from './wire.ts'
import { createWriters } from './writers.ts'

/** An event as its record says it, in the shape of the schema that it was written with. */
export interface Written {
  readonly data: object
  /** 1, 2 … of the schema; undefined if this program does not know the schema. */
  readonly schemaVersion: number | undefined
}

/** Reads events of any type, also of services that this program does not know. */
export interface WrittenReader {
  /** @throws CodecError; SchemaNotLearned if the schema is unknown: call `prepare` first */
  read(ceType: string, bytes: Buffer): Written
  /** Loads the schema that `bytes` were written with. Rejects with CodecError or RegistryUnavailable. */
  prepare(bytes: Buffer): Promise<void>
}

/** A reader that loads schemas unknown to the repository from a registry. */
export const connectWrittenReader = (registryUrl: string): WrittenReader =>
  createWrittenReader(registrySchemaIds({ registryUrl }))

export function createWrittenReader(schemaIds: SchemaIds = fileSchemaIds()): WrittenReader {
  const writers = createWriters(schemaIds)
  return {
    read(ceType, bytes) {
      const id = writerId(bytes)
      const writer = writers.get(id)
      if (!writer) throw new SchemaNotLearned(id)
      const { name } = writer.type
      if (name !== ceType)
        throw new CodecError('undecodable', `Its type is ${ceType}, but it was written as ${name} (schema ${id}).`)
      try {
        writer.walk(bytes, HEADER_BYTES)
        return { data: writer.type.decode(bytes, HEADER_BYTES).value as object, schemaVersion: VERSIONS.get(id) }
      } catch (cause) {
        const { message } = cause as Error
        throw new CodecError('undecodable', `The bytes are not a valid ${ceType}: ${message}.`, { cause })
      }
    },
    async prepare(bytes) {
      const id = writerId(bytes)
      if (!writers.get(id)) await writers.learn(id)
    },
  }
}

const VERSIONS: ReadonlyMap<number, number> = new Map(lockedSchemas.map(({ id, version }) => [id, version]))
