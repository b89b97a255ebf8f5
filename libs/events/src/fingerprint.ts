import { createHash } from 'node:crypto'

const HASH_CHARACTERS = 16

/** Equal for schemas that differ only in `doc`, which may be improved in place. */
export const fingerprint = (schema: object): string =>
  createHash('sha256').update(JSON.stringify(schema, withoutDoc)).digest('hex').slice(0, HASH_CHARACTERS)

const withoutDoc = (key: string, value: unknown): unknown => (key === 'doc' ? undefined : value)
