import { type Logger, pino, stdSerializers, stdTimeFunctions } from 'pino'

/** Logs name only ids. This protects against code that logs a whole command. */
const NEVER_LOGGED = new Set(['cardToken', 'address', 'email', 'password', 'authorization'])
const MAX_DEPTH = 3
const HIDDEN = '[Redacted]'

/** JSON lines on stdout, written synchronously, so that the last lines of a process are not lost. */
export function createLogger(service: string, level: string): Logger {
  return pino({
    level,
    base: { service },
    timestamp: stdTimeFunctions.isoTime,
    serializers: { err: stdSerializers.errWithCause },
    formatters: { level: (label) => ({ level: label }), log: (fields) => withoutSecrets(fields, 1) },
  })
}

/** Redacts by name, down to `MAX_DEPTH`: pino's `redact` matches paths, which took a third of a busy service's time. */
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

/** Plain objects and arrays; errors and requests have serializers of their own. */
const isPlain = (value: unknown): value is Record<string, unknown> =>
  Array.isArray(value) ||
  (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
