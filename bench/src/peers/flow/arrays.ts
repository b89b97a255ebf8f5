const BYTEA_OID = 17

/** Buffers as one binary `bytea[]` parameter, as the product sends them. Format: PostgreSQL's array_send. */
export function byteaArray(values: readonly Buffer[]): Buffer {
  const header = [1, 0, BYTEA_OID, values.length, 1].map(int32)
  return Buffer.concat([...header, ...values.flatMap((value) => [int32(value.length), value])])
}

function int32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4)
  bytes.writeInt32BE(value)
  return bytes
}
