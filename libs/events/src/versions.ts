import type { RecordSchema } from './avro.ts'
import { readLaterEditions, readSchemas, type SchemaFile } from './read-schemas.ts'
import { topicOf } from './topic-names.ts'

/** A subject of the registry: one event on one topic, with all versions of its schema. */
export interface Subject {
  readonly name: string
  readonly topic: string
  readonly owner: SchemaFile['owner']
  readonly type: string
  /** The first one first; the last is in force. */
  readonly versions: readonly RecordSchema[]
}

/** All subjects. A later topic has all events of its owner, changed or not. */
export function readSubjects(): Subject[] {
  const [files, later] = [readSchemas(), readLaterEditions()]
  const places = new Map(later.map(({ owner, edition }) => [`${owner} ${edition}`, { owner, edition }]))
  const copies = [...places.values()].flatMap(({ owner, edition }) =>
    files
      .filter((file) => file.owner === owner)
      .map(
        (file) => later.find((other) => other.edition === edition && other.type === file.type) ?? { ...file, edition },
      ),
  )
  return [...files, ...copies].map(subjectOf)
}

export function subjectOf({ owner, edition, type, versions, schema }: SchemaFile): Subject {
  const topic = topicOf(owner, edition)
  return { name: `${topic}-${schema.name}`, topic, owner, type, versions }
}
