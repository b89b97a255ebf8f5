import { CodecError } from './errors.ts'
import { type EventType, editions } from './generated/events.ts'
import { idsInForce } from './generated/ids.ts'
import { lockedSchemas } from './locked-schemas.ts'
import { eventTypes } from './topics.ts'

/** Maps schema ids in messages to schemas. */
export interface SchemaIds {
  /** Id of the event's current schema on the topic `….v<edition>`. Throws CodecError `unknown-schema`. */
  idOf(type: string, edition?: number): number
  /** The repository's schemas, known without the registry. */
  readonly known: ReadonlyMap<number, object>
  /** The schema of any other id. Rejects with CodecError `unknown-schema`, or RegistryUnavailable. */
  schemaOf(id: number): Promise<object>
  /** Rejects if no schema can be loaded now, or if the last comparison found a difference. */
  check(): Promise<void>
  /** Differences between registry and repository, one sentence each. Rejects with RegistryUnavailable. */
  compare(): Promise<readonly string[]>
}

/** A schema that this program writes: one per event, and one per other shape on a later topic. */
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

/** The repository's ids only: for a log in memory, to which no other program writes. */
export const fileSchemaIds = (): SchemaIds =>
  lockedIds({
    schemaOf: async (id) => {
      throw new CodecError('unknown-schema', `There is no schema ${id} in the repository.`)
    },
    check: async () => {},
    compare: async () => [],
  })

/** The repository's ids; the source resolves others. */
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
