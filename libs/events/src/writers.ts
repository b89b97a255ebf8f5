import type { Type } from 'avsc'
import { parseSchema } from './avro-types.ts'
import { CodecError } from './errors.ts'
import { type SchemaIds, writables } from './schema-ids.ts'
import { schemaOn } from './topics.ts'

/** The schemas that messages were written with, by id: this program's own from the start, others once learned. */
interface Writers {
  get(id: number): Type | undefined
  /** Asks for a schema, once however many ask at the same time. Rejects with CodecError or RegistryUnavailable. */
  learn(id: number): Promise<void>
}

export function createWriters(schemaIds: SchemaIds): Writers {
  const known = new Map(
    writables.map(({ type, edition }) => [schemaIds.idOf(type, edition), parseSchema(schemaOn(type, edition))]),
  )
  const underWay = new Map<number, Promise<void>>()

  async function ask(id: number): Promise<void> {
    known.set(id, parsed(id, await schemaIds.schemaOf(id)))
  }

  return {
    get: (id) => known.get(id),
    learn(id) {
      const asked = underWay.get(id) ?? ask(id).finally(() => underWay.delete(id))
      underWay.set(id, asked)
      return asked
    },
  }
}

function parsed(id: number, schema: object): Type {
  try {
    return parseSchema(schema)
  } catch (cause) {
    throw new CodecError('undecodable', `Schema ${id} of the registry is not Avro that can be read.`, { cause })
  }
}
