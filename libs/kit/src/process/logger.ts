import { type Logger, pino, stdSerializers, stdTimeFunctions } from 'pino'

/** Ids are what logs name. These are here for the day when somebody logs a whole command. */
const NEVER_LOGGED = ['cardToken', 'address', 'email', 'password', 'authorization']
const DEPTHS = ['', '*.', '*.*.']

/** JSON lines on stdout, written before the call returns, so that the last words of a process are not lost. */
export function createLogger(service: string, level: string): Logger {
  return pino({
    level,
    base: { service },
    timestamp: stdTimeFunctions.isoTime,
    serializers: { err: stdSerializers.errWithCause },
    formatters: { level: (label) => ({ level: label }) },
    redact: DEPTHS.flatMap((depth) => NEVER_LOGGED.map((name) => depth + name)),
  })
}
