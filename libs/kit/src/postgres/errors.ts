import { StoreConflict, StoreLocked, StoreRefused, StoreUnavailable } from '../runtime/store.ts'

const SQLSTATE = /^[0-9A-Z]{5}$/
const UNIQUE_VIOLATION = '23505'
/** With serialization_failure and deadlock_detected: another process was faster. */
const CONFLICTS = new Set([UNIQUE_VIOLATION, '40001', '40P01'])
const LOCK_NOT_AVAILABLE = '55P03'
/** Of a statement that took too long: a smaller batch may not. */
const QUERY_CANCELED = '57014'
/** Classes of SQLSTATE that a statement's data can be blamed for: data exceptions, integrity constraint violations. */
const OF_DATA = new Set(['22', '23'])
/** Classes in which the session or the server ends: what follows fails as well, whatever it is. */
const OF_SERVER = new Set(['08', '53', '57', '58', '28', '3D'])

/** What the server has answered, of an error that `mapError` made; undefined where it has not answered. */
export function sqlStateOf(error: unknown): string | undefined {
  const { code = '' } = ((error as Error).cause ?? {}) as { code?: string }
  return SQLSTATE.test(code) ? code : undefined
}

/**
 * What a statement, a connection or a commit has failed with, in the store's words. Only a closed list is blamed on the data;
 * everything else, named or not, is trouble of the surroundings: a message is never given up for it.
 */
export function mapError(error: unknown): Error {
  const { code = '' } = error as { code?: string }
  const message = error instanceof Error ? error.message : String(error)
  const options = { cause: error }
  if (CONFLICTS.has(code))
    return new StoreConflict(`Postgres: ${message} (${code})`, { ...options, isOfValues: code === UNIQUE_VIOLATION })
  if (code === LOCK_NOT_AVAILABLE) return new StoreLocked(`Postgres: ${message} (${code})`, options)
  if (!SQLSTATE.test(code)) return new StoreUnavailable(`Postgres is unavailable: ${message || code}`, options)
  const stateClass = code.slice(0, 2)
  if (OF_DATA.has(stateClass)) return new StoreRefused(`Postgres rejects the data: ${message} (${code})`, options)
  const tookTooLong = code === QUERY_CANCELED
  const ofStatement = tookTooLong || !OF_SERVER.has(stateClass)
  return new StoreUnavailable(`Postgres is unavailable: ${message} (${code})`, { ...options, ofStatement, tookTooLong })
}
