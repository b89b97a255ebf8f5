import avsc, { type Type } from 'avsc'
import { StrictInt, StrictLong } from './strict-types.ts'

type Schema = Parameters<typeof avsc.Type.forSchema>[0]

/** Compiles an Avro schema. Throws if it is invalid. */
export function parseSchema(schema: object): Type {
  return avsc.Type.forSchema(schema as Schema, { omitRecordMethods: true, typeHook })
}

/** Why `reader` cannot read what `writer` writes; undefined if it can. */
export function whyUnreadable(reader: object, writer: object): string | undefined {
  try {
    parseSchema(reader).createResolver(parseSchema(writer))
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

function typeHook(schema: Schema): Type | undefined {
  switch (kindOf(schema)) {
    case 'long':
      return new StrictLong()
    case 'int':
      return new StrictInt()
    default:
      return undefined
  }
}

const kindOf = (schema: Schema) => (typeof schema === 'object' && 'type' in schema ? schema.type : schema)
