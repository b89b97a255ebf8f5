const BYTEA_OID = 17
const HEADER_BYTES = 20

/** Buffers as one binary `bytea[]` parameter: no hex, no escaping. Format: PostgreSQL's array_send. */
export function byteaArray(values: readonly Buffer[]): Buffer {
  const bytes = values.reduce((sum, value) => sum + 4 + value.length, HEADER_BYTES)
  const array = Buffer.allocUnsafe(bytes)
  array.writeInt32BE(1, 0)
  array.writeInt32BE(0, 4)
  array.writeInt32BE(BYTEA_OID, 8)
  array.writeInt32BE(values.length, 12)
  array.writeInt32BE(1, 16)
  let at = HEADER_BYTES
  for (const value of values) {
    array.writeInt32BE(value.length, at)
    value.copy(array, at + 4)
    at += 4 + value.length
  }
  return array
}

/** A literal `{a,b}` for ids, which need no quotes. */
export const idArray = (ids: Iterable<string>): string => `{${[...ids].join(',')}}`
