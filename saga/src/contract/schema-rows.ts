import type { Subject } from '@bistro/events/evolution'
import { code } from '../markdown.ts'

type Schema = Subject['versions'][number]
type Field = Schema['fields'][number]
type AvroType = Field['type']

/** Field, type, since which version, meaning; fields of records within by their path. */
export function fieldRows(versions: readonly Schema[]): string[][] {
  const today = versions.at(-1)
  return today ? rowsOf(today, '', new Map(), (name) => `v${sinceOf(versions, name)}`) : []
}

const sinceOf = (versions: readonly Schema[], name: string): number =>
  versions.findIndex(({ fields }) => fields.some((field) => field.name === name)) + 1

/** A schema defines a named type once; later fields refer to it by name. */
function rowsOf(
  schema: Schema,
  prefix: string,
  known: Map<string, Schema>,
  since: (name: string) => string,
): string[][] {
  return schema.fields.flatMap((field) => {
    const record = recordIn(field.type, known)
    const place = `${prefix}${field.name}`
    const own = [code(place), typeText(field.type), since(field.name), wordsOf(field)]
    if (!record) return [own]
    known.set(record.name, record)
    const inner = typeText(field.type).includes('list') ? `${place}[].` : `${place}.`
    return [own, ...rowsOf(record, inner, known, () => since(field.name))]
  })
}

const wordsOf = ({ doc = '', default: standard }: Field): string =>
  standard === undefined ? doc : `${doc} (default: ${code(JSON.stringify(standard))})`.trim()

function recordIn(type: AvroType, known: ReadonlyMap<string, Schema>): Schema | undefined {
  if (typeof type === 'string') return known.get(type)
  if (!('type' in type)) return type.map((branch) => recordIn(branch, known)).find((record) => record !== undefined)
  return type.type === 'array' ? recordIn(type.items, known) : type
}

function typeText(type: AvroType): string {
  if (typeof type === 'string') return type
  if (!('type' in type)) return type.map(typeText).join(' or ')
  return type.type === 'array' ? `list of ${typeText(type.items)}` : type.name
}

export const historyRows = (versions: readonly Schema[]): string[][] =>
  versions.map((schema, index) => {
    const before = versions[index - 1]
    if (!before) return ['v1', `${schema.fields.map(({ name }) => code(name)).join(', ')}`]
    const changes = [
      ...without(schema, before).map((name) => `adds ${code(name)}`),
      ...without(before, schema).map((name) => `leaves out ${code(name)}`),
    ]
    return [`v${index + 1}`, changes.join(', ') || 'changes a nested record or a default']
  })

const without = (schema: Schema, other: Schema): string[] =>
  schema.fields.map(({ name }) => name).filter((name) => !other.fields.some((field) => field.name === name))
