import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RecordSchema } from '../avro.ts'
import { readSchemas, type SchemaFile } from '../read-schemas.ts'

export const FIXTURES = fileURLToPath(new URL('../../fixtures', import.meta.url))

/** An event with every version of its schema, the first one first. */
export type EventVersions = Pick<SchemaFile, 'owner' | 'type' | 'versions'>

/** Sample of one version of an event, as it may stay on its topic for ever. */
export interface Fixture {
  /** The service that publishes it. */
  readonly owner: string
  readonly type: string
  readonly version: number
  /** The writer's schema. */
  readonly schema: RecordSchema
  readonly data: object
  /** The Avro body, without the registry's header: schema ids differ from one environment to the next. */
  readonly body: Buffer
}

export const readEvents = (): readonly EventVersions[] => readSchemas()

/** All fixtures below `directory`, by owner, event and version. */
export const readFixtures = (events: readonly EventVersions[] = readEvents(), directory = FIXTURES): Fixture[] =>
  events.flatMap(({ owner, type, versions }) =>
    versions.flatMap((schema, index) => {
      const place = { owner, type, version: index + 1 }
      const files = pathsOf(place).map((path) => join(directory, path))
      if (!files.every((file) => existsSync(file))) return []
      const [data, body] = files.map((file) => readFileSync(file)) as [Buffer, Buffer]
      return { ...place, schema, data: JSON.parse(data.toString()) as object, body }
    }),
  )

/** Below `fixtures/`: the data, and its bytes. */
export const pathsOf = ({ owner, type, version }: Pick<Fixture, 'owner' | 'type' | 'version'>): [string, string] => [
  `${owner}/${type}/v${version}.json`,
  `${owner}/${type}/v${version}.avro`,
]
