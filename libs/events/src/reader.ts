import type { AvroType, RecordSchema } from './avro.ts'

/**
 * A consumer's reader schema: the record with only the needed fields. Other fields of the writer
 * are skipped, and a missing field matters only if it is needed.
 */
export function readerSchema(schema: RecordSchema, needs: readonly string[]): RecordSchema {
  const known = new Map<string, RecordSchema>()
  for (const { type } of schema.fields) collect(type, known)
  const written = new Set<string>()
  return {
    ...schema,
    fields: schema.fields
      .filter(({ name }) => needs.includes(name))
      .map((field) => ({ ...field, type: inlined(field.type, known, written) })),
  }
}

function collect(type: AvroType, known: Map<string, RecordSchema>): void {
  if (typeof type === 'string') return
  if (!('type' in type)) for (const branch of type) collect(branch, known)
  else if (type.type === 'array') collect(type.items, known)
  else if (type.type === 'record') {
    known.set(type.name, type)
    for (const field of type.fields) collect(field.type, known)
  }
}

/** Writes a named record out at its first use, as the field that defined it may be omitted. */
function inlined(type: AvroType, known: ReadonlyMap<string, RecordSchema>, written: Set<string>): AvroType {
  if (typeof type === 'string') {
    const named = known.get(type)
    return named && !written.has(type) ? inlined(named, known, written) : type
  }
  if (!('type' in type)) return type.map((branch) => inlined(branch, known, written))
  if (type.type === 'array') return { ...type, items: inlined(type.items, known, written) }
  if (type.type !== 'record') return type
  if (written.has(type.name)) return type.name
  written.add(type.name)
  return { ...type, fields: type.fields.map((field) => ({ ...field, type: inlined(field.type, known, written) })) }
}
