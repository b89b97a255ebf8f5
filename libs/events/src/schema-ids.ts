import { CodecError } from './errors.ts'
import { type EventType, editions } from './generated/events.ts'
import { eventTypes, schemaOn } from './topics.ts'

/** Which schema a number in a message stands for. */
export interface SchemaIds {
  /** The id under which this version of the event's schema is written, on a topic `….v<edition>`. Throws CodecError `unknown-schema`. */
  idOf(type: string, edition?: number): number
  /** The schema behind an id. Rejects with CodecError `unknown-schema`, or RegistryUnavailable. */
  schemaOf(id: number): Promise<object>
  /** Rejects where no schema can be looked up now. */
  check(): Promise<void>
}

/** A schema that this program writes: one per event, and one more where a later topic has another shape of it. */
export interface Writable {
  readonly type: EventType
  readonly edition: number
}

export const writables: readonly Writable[] = [
  ...[...eventTypes].sort().map((type) => ({ type, edition: 1 })),
  ...editions.flatMap(({ edition, events }) =>
    Object.keys(events).map((type) => ({ type: type as EventType, edition })),
  ),
]

/** Ids from the sorted names of the events, starting at 1: for a log in memory, which no other program reads. */
export function fileSchemaIds(): SchemaIds {
  const ids = writables.map((writable, index) => [writable, index + 1] as const)
  return knownIds(new Map(ids), {
    lookUp: async (id) => {
      throw new CodecError('unknown-schema', `There is no schema ${id}: the files have 1 to ${ids.length}.`)
    },
    check: async () => {},
  })
}

interface Source {
  lookUp(id: number): Promise<object>
  check(): Promise<void>
}

/** Ids of what this program writes, known beforehand; the source is asked for any other id. */
export function knownIds(known: ReadonlyMap<Writable, number>, { lookUp, check }: Source): SchemaIds {
  const ids = new Map([...known].map(([{ type, edition }, id]) => [`${type} ${edition}`, id]))
  const schemas = new Map([...known].map(([{ type, edition }, id]) => [id, schemaOn(type, edition)]))
  return {
    idOf(type, edition = 1) {
      const id = ids.get(`${type} ${edition}`)
      if (id === undefined) throw new CodecError('unknown-schema', `${type} is no event of this contract.`)
      return id
    },
    async schemaOf(id) {
      return schemas.get(id) ?? lookUp(id)
    },
    check,
  }
}
