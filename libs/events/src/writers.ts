import type { Type } from 'avsc'
import { parseSchema } from './avro-types.ts'
import { CodecError, RegistryUnavailable } from './errors.ts'
import type { SchemaIds } from './schema-ids.ts'
import { walkOf } from './walk.ts'

/** Pause after a failure of the registry, so that not every message calls it. */
const PAUSE_MS = 1_000
/** Limit of concurrent requests, for a registry that hangs. */
const MAX_UNDER_WAY = 16

/** A writer's schema. */
interface Writer {
  readonly type: Type
  /** Throws if the bytes do not match the schema or declare too many values. */
  walk(bytes: Buffer, start: number): void
}

/** Writers' schemas by id: the repository's from the start, others once loaded. */
interface Writers {
  get(id: number): Writer | undefined
  /** Loads a schema; concurrent callers share a request. Rejects with CodecError or RegistryUnavailable. */
  learn(id: number): Promise<void>
}

export function createWriters(schemaIds: SchemaIds): Writers {
  const known = new Map([...schemaIds.known].map(([id, schema]) => [id, writerOf(schema)]))
  const underWay = new Map<number, Promise<void>>()
  let failed: { readonly error: RegistryUnavailable; readonly at: number } | undefined

  async function ask(id: number): Promise<void> {
    try {
      known.set(id, learned(id, await schemaIds.schemaOf(id)))
      failed = undefined
    } catch (error) {
      if (error instanceof RegistryUnavailable) failed = { error, at: performance.now() }
      throw error
    }
  }

  return {
    get: (id) => known.get(id),
    async learn(id) {
      const before = underWay.get(id)
      if (before) return before
      if (failed && performance.now() - failed.at < PAUSE_MS) throw failed.error
      if (underWay.size >= MAX_UNDER_WAY)
        throw new RegistryUnavailable(
          `The registry has been asked for ${underWay.size} schemas and has not answered yet.`,
        )
      const asked = ask(id).finally(() => underWay.delete(id))
      underWay.set(id, asked)
      return asked
    },
  }
}

function writerOf(schema: object): Writer {
  const type = parseSchema(schema)
  return { type, walk: walkOf(type) }
}

function learned(id: number, schema: object): Writer {
  try {
    return writerOf(schema)
  } catch (cause) {
    throw new CodecError('undecodable', `Schema ${id} of the registry is not valid Avro.`, { cause })
  }
}
