import type { Type } from 'avsc'
import { parseSchema } from './avro-types.ts'
import { CodecError } from './errors.ts'
import { catalogue } from './generated/events.ts'
import type { SchemaIds } from './schema-ids.ts'
import { eventTypes } from './topics.ts'

/** The schemas that messages were written with, by id: this program's own from the start, others once learned. */
interface Writers {
  get(id: number): Type | undefined
  /** Asks for a schema, once however many ask at the same time. Rejects with CodecError or RegistryUnavailable. */
  learn(id: number): Promise<void>
}

export function createWriters(schemaIds: SchemaIds): Writers {
  const known = new Map(eventTypes.map((name) => [schemaIds.idOf(name), parseSchema(catalogue[name].schema)]))
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
