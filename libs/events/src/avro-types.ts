import avsc, { type Type } from 'avsc'
import { BoundedArray } from './bounded-array.ts'

type ForSchemaOptions = NonNullable<Parameters<typeof avsc.Type.forSchema>[1]>
type Schema = Parameters<typeof avsc.Type.forSchema>[0]

/** Makes an Avro schema able to encode and decode. Throws for what is no Avro schema. */
export function parseSchema(schema: object): Type {
  return avsc.Type.forSchema(schema as Schema, { omitRecordMethods: true, typeHook })
}

function typeHook(schema: Schema, options: ForSchemaOptions): Type | undefined {
  return isArray(schema) ? new BoundedArray(schema, options) : undefined
}

const isArray = (schema: Schema) => typeof schema === 'object' && 'type' in schema && schema.type === 'array'
