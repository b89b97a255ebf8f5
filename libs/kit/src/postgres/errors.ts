import { StoreConflict, StoreUnavailable } from '../runtime/store.ts'

const UNIQUE_VIOLATION = '23505'
const SERIALIZATION_FAILURE = '40001'
const DEADLOCK = '40P01'
const LOCK_TIMEOUT = '55P03'
const CONFLICTS = new Set([UNIQUE_VIOLATION, SERIALIZATION_FAILURE, DEADLOCK, LOCK_TIMEOUT])
/** Classes of SQLSTATE that say the server, not the statement, is in trouble. */
const TROUBLE = ['08', '53', '57', '58']

/** The driver's error in the store's words. Whatever is neither a conflict nor trouble is the statement's own fault. */
export function mapError(error: unknown): unknown {
  if (error instanceof StoreConflict || error instanceof StoreUnavailable) return error
  const code = (error as { code?: string }).code
  const message = error instanceof Error ? error.message : String(error)
  if (code !== undefined && CONFLICTS.has(code)) return new StoreConflict(message, { cause: error })
  const isStatement = code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !TROUBLE.includes(code.slice(0, 2))
  return isStatement || !isConnection(error)
    ? error
    : new StoreUnavailable(`Postgres is away: ${message}`, { cause: error })
}

const isConnection = (error: unknown): boolean => {
  const { code, message } = error as { code?: string; message?: string }
  return code !== undefined || /connection|timeout|terminat|socket|queryable/i.test(message ?? '')
}
