import type { Type } from 'avsc'

/** Why `data` does not match `type`: the first wrong field by its path, without its value, which may be personal. */
export function explain(type: Type, data: unknown): string {
  const faults: string[] = []
  const errorHook = (path: string[], value: unknown, expected: Type) => faults.push(fault(path, value, expected))
  type.isValid(data, { noUndeclaredFields: true, errorHook })
  return `cannot be encoded: ${faults[0] ?? 'it does not match its schema'}`
}

function fault(path: readonly string[], value: unknown, expected: Type): string {
  const place = path.join('.') || 'the event'
  const extra = undeclared(value, expected)
  if (extra) return `${[...path, extra].join('.')} is not in its schema`
  if (value === undefined) return `${place} is missing`
  return `${place} is ${kindOf(value)} where ${expected.typeName} is expected`
}

function undeclared(value: unknown, expected: Type): string | undefined {
  if (expected.typeName !== 'record' || typeof value !== 'object' || value === null) return undefined
  const known = new Set((expected as RecordType).fields.map(({ name }) => name))
  return Object.keys(value).find((key) => !known.has(key))
}

type RecordType = Type & { readonly fields: readonly { readonly name: string }[] }

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'number' ? 'a number outside its range' : `of type ${typeof value}`
}
