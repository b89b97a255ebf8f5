import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RecordSchema } from './avro.ts'

const SCHEMAS = fileURLToPath(new URL('../schemas', import.meta.url))
const VERSION = /^v([1-9]\d*)\.avsc$/
const EDITION = /^topic-v([1-9]\d*)$/
const FIRST_EDITION = 1
const STREAM_ID = /^[a-z]\w*Id$/

/** Place of a schema: a folder of `schemas/`. */
interface Place {
  /** The service that publishes it. */
  readonly owner: string
  /** Version of its topic: 1 for `….v1`. */
  readonly edition: number
  /** The event's plain name, which is the folder's. */
  readonly type: string
}

/** One event on one topic. */
export interface SchemaFile extends Place {
  /** Every version there has ever been, the first one first. */
  readonly versions: readonly RecordSchema[]
  /** The current version. */
  readonly schema: RecordSchema
}

/** Every event of the first topics below `directory`, by owner and name. Throws if one breaks a rule of the README. */
export function readSchemas(directory = SCHEMAS): SchemaFile[] {
  const files = foldersIn(directory).flatMap((owner) => readFolder(join(directory, owner), owner, FIRST_EDITION))
  const twice = files.find((file, index) => files.findIndex(({ type }) => type === file.type) !== index)
  if (twice) throw refused(twice, 'another owner has an event of that name. Give one of them a new name.')
  return files
}

/** The events that have another shape on a later topic: `schemas/<owner>/topic-v<N>/<Event>/`. */
export function readLaterEditions(directory = SCHEMAS): SchemaFile[] {
  return foldersIn(directory).flatMap((owner) =>
    foldersIn(join(directory, owner)).flatMap((name) => {
      const edition = EDITION.exec(name)?.[1]
      return edition === undefined ? [] : readFolder(join(directory, owner, name), owner, Number(edition))
    }),
  )
}

const readFolder = (folder: string, owner: string, edition: number): SchemaFile[] =>
  foldersIn(folder)
    .filter((name) => !EDITION.test(name))
    .map((type) => readEvent(join(folder, type), { owner, edition, type }))

function readEvent(folder: string, place: Place): SchemaFile {
  const found = readdirSync(folder).flatMap((name) => VERSION.exec(name)?.[1] ?? [])
  const numbers = found.map(Number).sort((a, b) => a - b)
  const missing = numbers.findIndex((number, index) => number !== index + 1) + 1
  if (numbers.length === 0 || missing > 0)
    throw refused(place, `v${missing || 1}.avsc is missing. Versions stay for ever: git checkout restores it.`)
  const versions = numbers.map((number) => checked(place, number, read(join(folder, `v${number}.avsc`))))
  return { ...place, versions, schema: versions.at(-1) as RecordSchema }
}

const read = (path: string): RecordSchema => JSON.parse(readFileSync(path, 'utf8')) as RecordSchema

const foldersIn = (directory: string): string[] =>
  existsSync(directory)
    ? readdirSync(directory, { withFileTypes: true })
        .flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
        .sort()
    : []

function checked(place: Place, version: number, schema: RecordSchema) {
  const { owner, type } = place
  const name = `bistro.${owner}.${type}`
  const first = schema.fields[0]?.name ?? 'nothing'
  if (schema.name !== name)
    throw refused(place, `the record is named ${schema.name}, but its folder says ${name}. Rename one.`, version)
  if (!schema.doc)
    throw refused(place, 'the record has no doc. Say in one line what the event means for the saga.', version)
  if (!STREAM_ID.test(first))
    throw refused(place, `the first field is ${first}. Begin with the stream's id, such as orderId.`, version)
  return schema
}

const refused = (place: Place, what: string, version?: number) =>
  new Error(`${folderOf(place)}${version === undefined ? '' : `/v${version}.avsc`}: ${what}`)

/** The folder of the event's versions, relative to the package. */
export const folderOf = ({ owner, edition, type }: Place): string =>
  ['schemas', owner, ...(edition === FIRST_EDITION ? [] : [`topic-v${edition}`]), type].join('/')
