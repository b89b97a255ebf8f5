import { StoreConflict, StoreLocked, StoreRefused, StoreUnavailable } from '../runtime/store.ts'

const SQLSTATE = /^[0-9A-Z]{5}$/
const UNIQUE_VIOLATION = '23505'
/** Another process was faster; the others are serialization_failure and deadlock_detected. */
const CONFLICTS = new Set([UNIQUE_VIOLATION, '40001', '40P01'])
const LOCK_NOT_AVAILABLE = '55P03'
/** A statement took too long: a smaller batch may succeed. */
const QUERY_CANCELED = '57014'
/** SQLSTATE classes caused by data: data exceptions, integrity constraint violations. */
const OF_DATA = new Set(['22', '23'])
/** SQLSTATE classes in which the session or the server fails: any further statement fails too. */
const OF_SERVER = new Set(['08', '53', '57', '58', '28', '3D'])

/** The SQLSTATE behind an error of `mapError`; undefined if the server did not respond. */
export function sqlStateOf(error: unknown): string | undefined {
  const { code = '' } = ((error as Error).cause ?? {}) as { code?: string }
  return SQLSTATE.test(code) ? code : undefined
}

/**
 * Maps a driver's error to the store's errors. Only a closed list is blamed on the data;
 * everything else is the database's trouble, for which no message is parked.
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
