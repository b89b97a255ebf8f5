import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordSchema } from './avro.ts'
import { type Owner, owners, streamIdsOf } from './owners.ts'

const EXTENSION = '.avsc'

/** One file of `schemas/`. */
export interface SchemaFile {
  readonly owner: Owner
  /** The event's plain name, which is the file's. */
  readonly type: string
  readonly schema: RecordSchema
}

/** Every schema below `directory`, by owner and then by name. Throws for one that breaks a rule of the README. */
export function readSchemas(directory: string): SchemaFile[] {
  const files = owners.flatMap((owner) => readOwner(directory, owner))
  const twice = files.find((file, index) => files.findIndex(({ type }) => type === file.type) !== index)
  if (twice) throw refused(twice, 'another owner has an event of that name. Give one of them a new name.')
  return files
}

function readOwner(directory: string, owner: Owner): SchemaFile[] {
  return readdirSync(join(directory, owner))
    .filter((name) => name.endsWith(EXTENSION))
    .sort()
    .map((name) => {
      const schema = JSON.parse(readFileSync(join(directory, owner, name), 'utf8')) as RecordSchema
      return checked({ owner, type: name.slice(0, -EXTENSION.length), schema })
    })
}

function checked(file: SchemaFile): SchemaFile {
  const { owner, type, schema } = file
  const name = `bistro.${owner}.${type}`
  const first = schema.fields[0]?.name ?? 'nothing'
  const ids = streamIdsOf(owner)
  if (schema.name !== name)
    throw refused(file, `the record is named ${schema.name}, its place says ${name}. Rename one.`)
  if (!schema.doc) throw refused(file, 'the record has no doc. Say in one line what the event means for the saga.')
  if (!ids.includes(first))
    throw refused(file, `the first field is ${first}. Begin with the stream's id: ${ids.join(' or ')}.`)
  return file
}

const refused = ({ owner, type }: SchemaFile, what: string) => new Error(`schemas/${owner}/${type}.avsc: ${what}`)
