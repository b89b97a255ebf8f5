import { CodecError } from './errors.ts'
import { catalogue } from './generated/events.ts'
import { eventTypes, isEventType } from './topics.ts'

/** Which schema a number in a message stands for. */
export interface SchemaIds {
  /** The id under which this version of the event's schema is written. Throws CodecError `unknown-schema`. */
  idOf(type: string): number
  /** The schema behind an id. Rejects with CodecError `unknown-schema`, or RegistryUnavailable. */
  schemaOf(id: number): Promise<object>
}

/** Ids from the sorted names of the events, starting at 1: for a log in memory, which no other program reads. */
export function fileSchemaIds(): SchemaIds {
  const sorted = [...eventTypes].sort()
  return knownIds(new Map(sorted.map((type, index) => [type, index + 1])), async (id) => {
    throw new CodecError('unknown-schema', `There is no schema ${id}: the files have 1 to ${sorted.length}.`)
  })
}

/** Ids of the event types, known beforehand; `lookUp` is asked for any other id. */
export function knownIds(ids: ReadonlyMap<string, number>, lookUp: (id: number) => Promise<object>): SchemaIds {
  const schemas = new Map<number, object>()
  for (const [type, id] of ids) if (isEventType(type)) schemas.set(id, catalogue[type].schema)
  return {
    idOf(type) {
      const id = ids.get(type)
      if (id === undefined) throw new CodecError('unknown-schema', `${type} is no event of this contract.`)
      return id
    },
    async schemaOf(id) {
      return schemas.get(id) ?? lookUp(id)
    },
  }
}
