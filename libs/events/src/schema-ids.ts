import { CodecError } from './errors.ts'
import { type EventType, editions } from './generated/events.ts'
import { idsInForce } from './generated/ids.ts'
import { lockedSchemas } from './locked-schemas.ts'
import { eventTypes } from './topics.ts'

/** Which schema a number in a message stands for. */
export interface SchemaIds {
  /** The id under which this version of the event's schema is written, on a topic `….v<edition>`. Throws CodecError `unknown-schema`. */
  idOf(type: string, edition?: number): number
  /** What the repository says; nobody is asked for these. */
  readonly known: ReadonlyMap<number, object>
  /** The schema behind any other id. Rejects with CodecError `unknown-schema`, or RegistryUnavailable. */
  schemaOf(id: number): Promise<object>
  /** Rejects where no schema can be looked up now, or where the last comparison found a difference. */
  check(): Promise<void>
  /** What the registry says otherwise than the repository, each as a sentence. Rejects with RegistryUnavailable. */
  compare(): Promise<readonly string[]>
}

/** A schema that this program writes: one per event, and one more where a later topic has another shape of it. */
interface Writable {
  readonly type: EventType
  readonly edition: number
}

export const writables: readonly Writable[] = [
  ...[...eventTypes].sort().map((type) => ({ type, edition: 1 })),
  ...editions.flatMap(({ edition, events }) =>
    Object.keys(events).map((type) => ({ type: type as EventType, edition })),
  ),
]

/** The repository's ids and no others: for a log in memory, which no other program writes to. */
export const fileSchemaIds = (): SchemaIds =>
  lockedIds({
    schemaOf: async (id) => {
      throw new CodecError('unknown-schema', `There is no schema ${id} in the repository.`)
    },
    check: async () => {},
    compare: async () => [],
  })

/** The repository's ids; the source is asked for any other. */
export function lockedIds(source: Pick<SchemaIds, 'schemaOf' | 'check' | 'compare'>): SchemaIds {
  const ids = new Map(idsInForce.map(({ id, type, edition }) => [`${type} ${edition}`, id]))
  return {
    ...source,
    known: new Map(lockedSchemas.map(({ id, schema }) => [id, schema])),
    idOf(type, edition = 1) {
      const id = ids.get(`${type} ${edition}`)
      if (id === undefined) throw new CodecError('unknown-schema', `${type} is not an event of this contract.`)
      return id
    },
  }
}
