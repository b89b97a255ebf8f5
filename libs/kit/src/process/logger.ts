import { type Logger, pino, stdSerializers, stdTimeFunctions } from 'pino'

/** Ids are what logs name. These are here for the day when somebody logs a whole command. */
const NEVER_LOGGED = new Set(['cardToken', 'address', 'email', 'password', 'authorization'])
const MAX_DEPTH = 3
const HIDDEN = '[Redacted]'

/** JSON lines on stdout, written before the call returns, so that the last words of a process are not lost. */
export function createLogger(service: string, level: string): Logger {
  return pino({
    level,
    base: { service },
    timestamp: stdTimeFunctions.isoTime,
    serializers: { err: stdSerializers.errWithCause },
    formatters: { level: (label) => ({ level: label }), log: (fields) => withoutSecrets(fields, 1) },
  })
}

/** By name, at any depth: pino's own `redact` takes paths, and matching those was a third of what a busy service did. */
function withoutSecrets(fields: Record<string, unknown>, depth: number): Record<string, unknown> {
  let kept = fields
  for (const name in fields) {
    const value = fields[name]
    const clean = NEVER_LOGGED.has(name) ? HIDDEN : isPlain(value) ? nested(value, depth) : value
    if (clean === value) continue
    if (kept === fields) kept = Object.assign(Array.isArray(fields) ? [] : {}, fields)
    kept[name] = clean
  }
  return kept
}

const nested = (value: Record<string, unknown>, depth: number): unknown =>
  depth < MAX_DEPTH ? withoutSecrets(value, depth + 1) : HIDDEN

/** Objects and lists; errors and the requests of the server have serializers of their own. */
const isPlain = (value: unknown): value is Record<string, unknown> =>
  Array.isArray(value) ||
  (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
