import type { RecordSchema } from '../avro.ts'
import { parseSchema } from '../avro-types.ts'
import { explain } from '../explain.ts'

/** Avro as it follows the registry's header. @throws where the data does not fit; fields that the schema lacks do not */
export function encodeBody(schema: RecordSchema, data: object): Buffer {
  const type = parseSchema(schema)
  if (!type.isValid(data, { noUndeclaredFields: true })) throw new Error(explain(type, data))
  return type.toBuffer(data)
}

/** What `reader` sees in bytes of `writer`. @throws where it cannot read them */
export function decodeBody(reader: RecordSchema, writer: RecordSchema, body: Buffer): object {
  const type = parseSchema(reader)
  const { value, offset } = type.decode(body, 0, type.createResolver(parseSchema(writer)))
  if (offset !== body.length) throw new Error(offset < 0 ? 'the bytes end too early' : 'bytes follow the end')
  return value as object
}
