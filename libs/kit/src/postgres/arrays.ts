import { splitKey } from '../model/unit-of-work.ts'

/** Oids of types in `pg_type`. */
const BYTEA = 17
const TEXT = 25
const JSON_TYPE = 114
const HEADER_BYTES = 20
const LENGTH_BYTES = 4
const NULL_LENGTH = -1

/** Buffers as one binary `bytea[]` parameter: no hex, no escaping. */
export const byteas = (values: readonly Buffer[]): Buffer =>
  binaryArray(
    BYTEA,
    values,
    (value) => value.length,
    (array, value, at) => value.copy(array, at),
  )

/** Texts of any content as one binary `text[]` parameter. */
export const texts = (values: readonly (string | null | undefined)[]): Buffer => stringArray(TEXT, values)

/** Postgres does not store this character in text. */
export const withoutNul = (text: string): string => text.replaceAll('\0', '\uFFFD')

/** Values as one binary `json[]` parameter; undefined becomes null. */
export const jsons = (values: readonly unknown[]): Buffer =>
  stringArray(
    JSON_TYPE,
    values.map((value) => JSON.stringify(value)),
  )

/** A literal `{a,b}` for what needs no quotes: ids, numbers, truth values, RFC 3339 times. */
export const plain = (values: readonly (string | number | boolean | null | undefined)[]): string =>
  `{${values.map((value) => value ?? 'NULL').join(',')}}`

/** Keys that begin with a stream, as the values of a `uuid[]` and a `text[]`. */
export const pairs = (keys: Iterable<string>): [string, Buffer] => {
  const split = [...keys].map(splitKey)
  return [plain(split.map(([stream]) => stream)), texts(split.map(([, other]) => other))]
}

const stringArray = (type: number, values: readonly (string | null | undefined)[]): Buffer =>
  binaryArray(type, values, Buffer.byteLength, (array, value, at) => array.write(value, at))

/** As PostgreSQL's `array_recv` reads it: one dimension from 1, and each value after its length. */
function binaryArray<T>(
  type: number,
  values: readonly (T | null | undefined)[],
  sizeOf: (value: T) => number,
  put: (array: Buffer, value: T, at: number) => void,
): Buffer {
  let bytes = HEADER_BYTES
  for (const value of values) bytes += LENGTH_BYTES + (value == null ? 0 : sizeOf(value))
  const array = Buffer.allocUnsafe(bytes)
  array.writeInt32BE(1, 0)
  array.writeInt32BE(1, 4)
  array.writeInt32BE(type, 8)
  array.writeInt32BE(values.length, 12)
  array.writeInt32BE(1, 16)
  let at = HEADER_BYTES
  for (const value of values) {
    const size = value == null ? NULL_LENGTH : sizeOf(value)
    array.writeInt32BE(size, at)
    at += LENGTH_BYTES
    if (value == null) continue
    put(array, value, at)
    at += size
  }
  return array
}
