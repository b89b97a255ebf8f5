import type { RecordSchema } from '../avro.ts'
import { parseSchema } from '../avro-types.ts'
import { explain } from '../explain.ts'

/** The Avro body, without the registry's header. @throws if the data does not match; extra fields do not */
export function encodeBody(schema: RecordSchema, data: object): Buffer {
  const type = parseSchema(schema)
  if (!type.isValid(data, { noUndeclaredFields: true })) throw new Error(explain(type, data))
  return type.toBuffer(data)
}

/** Decodes bytes of `writer` as `reader`. @throws if that is impossible */
export function decodeBody(reader: RecordSchema, writer: RecordSchema, body: Buffer): object {
  const type = parseSchema(reader)
  const { value, offset } = type.decode(body, 0, type.createResolver(parseSchema(writer)))
  if (offset !== body.length) throw new Error(offset < 0 ? 'the bytes end too early' : 'bytes follow the end')
  return value as object
}
