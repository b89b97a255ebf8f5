import type { Type } from 'avsc'
import { parseSchema, whyUnreadable } from './avro-types.ts'
import { type Breach, type Directed, type Direction, type Fault, toBreach } from './breach.ts'

/**
 * Why programs of one version cannot read what the other has written, in both directions: FULL compatibility.
 * Empty if they can; applied to every earlier version it is the registry's FULL_TRANSITIVE.
 */
export function compare(older: object, newer: object): Breach[] {
  const [before, after] = [parseSchema(older), parseSchema(newer)]
  const backward = faultsOf(after, before, [])
  const forward = faultsOf(before, after, [])
  const faults = [...backward.map(directed('backward')), ...forward.map(directed('forward'))]
  return faults.length > 0 ? distinct(withRenames(faults).map(toBreach)) : driversVerdict(older, newer)
}

const directed =
  (direction: Direction) =>
  (fault: Fault): Directed => ({ ...fault, direction })

/** Why `reader` cannot read what `writer` has written. */
function faultsOf(reader: Type, writer: Type, path: readonly string[]): Fault[] {
  const [target, source] = [reader as Kinds, writer as Kinds]
  if (source.types) return source.types.flatMap((branch) => branchFaults(reader, branch, path))
  if (target.types) return readable(target.types, writer) ? [] : [{ kind: 'type', path, from: writer, to: reader }]
  if (target.typeName !== source.typeName)
    return promotes(source.typeName, target.typeName) ? [] : [{ kind: 'type', path, from: writer, to: reader }]
  if (target.fields && source.fields) return recordFaults(target, source, path)
  if (target.symbols && source.symbols) return symbolFaults(target, source, path)
  const [item, written] = [target.itemsType ?? target.valuesType, source.itemsType ?? source.valuesType]
  if (item && written) return faultsOf(item, written, [...path, '[]'])
  return target.size === source.size ? [] : [{ kind: 'type', path, from: writer, to: reader }]
}

/** The properties of avsc's types, of any kind. */
interface Kinds extends Type {
  readonly fields?: readonly Field[]
  readonly types?: readonly Type[]
  readonly symbols?: readonly string[]
  readonly default?: string
  readonly itemsType?: Type
  readonly valuesType?: Type
  readonly size?: number
}

interface Field {
  readonly name: string
  readonly aliases: readonly string[]
  readonly type: Type
  defaultValue(): unknown
}

function recordFaults(reader: Kinds, writer: Kinds, path: readonly string[]): Fault[] {
  if (reader.name !== writer.name && !reader.aliases?.includes(String(writer.name)))
    return [{ kind: 'name', path, from: writer, to: reader }]
  return (reader.fields ?? []).flatMap((field): Fault[] => {
    const names = [field.name, ...field.aliases]
    const written = writer.fields?.find(({ name }) => names.includes(name))
    const place = [...path, field.name]
    if (written) return faultsOf(field.type, written.type, place)
    return field.defaultValue() === undefined ? [{ kind: 'field', path: place, to: field.type }] : []
  })
}

function symbolFaults(reader: Kinds, writer: Kinds, path: readonly string[]): Fault[] {
  if (reader.default !== undefined) return []
  const unknown = writer.symbols?.filter((symbol) => !reader.symbols?.includes(symbol)) ?? []
  return unknown.map((symbol) => ({ kind: 'symbol', path, symbol }))
}

function branchFaults(reader: Type, branch: Type, path: readonly string[]): Fault[] {
  const branches = (reader as Kinds).types ?? [reader]
  return readable(branches, branch) ? [] : [{ kind: 'branch', path, from: branch, to: reader }]
}

const readable = (branches: readonly Type[], writer: Type): boolean =>
  branches.some((branch) => faultsOf(branch, writer, []).length === 0)

const PROMOTIONS: Readonly<Record<string, readonly string[]>> = {
  int: ['long', 'float', 'double'],
  long: ['float', 'double'],
  float: ['double'],
  string: ['bytes'],
  bytes: ['string'],
}

const promotes = (from: string, to: string): boolean => PROMOTIONS[from]?.includes(to) ?? false

/** A field added without a default where another of its type was removed counts as a rename. */
function withRenames(faults: readonly Directed[]): Directed[] {
  const gone = faults.filter(({ kind, direction }) => kind === 'field' && direction === 'forward')
  const renames = faults.flatMap((fault) => {
    if (fault.kind !== 'field' || fault.direction !== 'backward') return []
    const old = gone.find((other) => isSibling(fault, other) && String(fault.to) === String(other.to))
    return old ? [{ fault, old }] : []
  })
  const told = new Set(renames.flatMap(({ fault, old }) => [fault, old]))
  return [
    ...renames.map(({ fault, old }): Directed => ({ ...fault, kind: 'rename', was: old.path.at(-1) ?? '' })),
    ...faults.filter((fault) => !told.has(fault)),
  ]
}

const isSibling = (one: Fault, other: Fault): boolean => one.path.slice(0, -1).join() === other.path.slice(0, -1).join()

const distinct = (breaches: readonly Breach[]): Breach[] => [
  ...new Map(breaches.map((breach) => [`${breach.rule} ${breach.field}`, breach])).values(),
]

/** avsc has the last word, as it is what reads. */
function driversVerdict(older: object, newer: object): Breach[] {
  const why = whyUnreadable(newer, older) ?? whyUnreadable(older, newer)
  if (why === undefined) return []
  return [
    { rule: 'unreadable', field: '', what: `cannot be read: ${why}`, instead: 'Publish it on a new topic (….v2).' },
  ]
}
