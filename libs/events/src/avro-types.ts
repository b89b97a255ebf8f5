import avsc, { type Type } from 'avsc'
import { StrictInt, StrictLong } from './strict-types.ts'

type Schema = Parameters<typeof avsc.Type.forSchema>[0]

/** Makes an Avro schema able to encode and decode. Throws for what is no Avro schema. */
export function parseSchema(schema: object): Type {
  return avsc.Type.forSchema(schema as Schema, { omitRecordMethods: true, typeHook })
}

/** Why `reader` cannot read what `writer` writes; undefined where it can. */
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
