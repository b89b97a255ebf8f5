import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { type Dispatcher, Pool } from 'undici'
import { CallFailed, CallRefused } from '../model/index.ts'
import { type Exchanged, exchange, MAX_ANSWER_BYTES } from './exchange.ts'

/** Timeout of a whole call, from the wait for a connection to the last byte of the response. */
const CALL_TIMEOUT_MS = 10_000
const CONNECT_TIMEOUT_MS = 3_000
/** Further calls wait for a connection. */
const MAX_CONNECTIONS = 256
/** Upper bound of a system's `Retry-After`. */
const MAX_RETRY_AFTER_MS = 60_000

const NOT_LET_IN = [401, 403]
/** The 4xx statuses for which a retry may succeed: too slow, too early, too often. */
const TRY_LATER = [408, 425, 429]

export interface Call {
  readonly method: 'GET' | 'POST'
  /** Includes the query. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: object
}

/**
 * Calls an external JSON API over persistent connections. An answer in plain text is a string.
 * @param name the system's name in errors, such as `the carrier`
 * @returns a 2xx response that arrives in time and matches the schema; its strings are well formed and without NUL
 * @throws CallRefused for a permanent 4xx, CallFailed for everything else
 */
export function httpClient(name: string, url: string, timeoutMs = CALL_TIMEOUT_MS) {
  const pool = new Pool(new URL(url).origin, {
    connections: MAX_CONNECTIONS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
  })
  const fits = compiled()
  return async <S extends TSchema>(call: Call, schema: S): Promise<Static<S>> => {
    const place = `${call.method} ${call.path.split('?', 1)[0]}`
    const answered = await exchange(pool, requestOf(call), timeoutMs).catch((cause: Error) => {
      throw new CallFailed(`${name} does not answer ${place}: ${cause.message}`, 'away', { cause })
    })
    if (answered.status < 200 || answered.status > 299) throw failureOf(`${name} answers ${place}`, answered)
    const whose = `${name}'s answer to ${place}`
    const answer = parsed(answered, whose)
    if (!fits(schema, answer)) throw new CallFailed(`${whose} does not match the expected schema`, 'not-understood')
    return answer
  }
}

const requestOf = ({ method, path, headers, body }: Call): Dispatcher.DispatchOptions => ({
  method,
  path,
  headers: body ? { ...headers, 'content-type': 'application/json' } : headers,
  body: body && JSON.stringify(body),
})

function failureOf(who: string, { status, text, retryAfter }: Exchanged): CallFailed | CallRefused {
  if (NOT_LET_IN.includes(status))
    return new CallFailed(
      `${who} with ${status}: it rejects this service's credentials; check the secret`,
      'not-let-in',
    )
  const isRefusal = status >= 400 && status <= 499 && !TRY_LATER.includes(status)
  if (isRefusal) return new CallRefused(`${who} with ${status}${detailIn(text)}`, status)
  return new CallFailed(`${who} with ${status}`, 'away', { retryAfterMs: waitAsked(retryAfter) })
}

/** The detail or title of a problem+json, or of similar JSON. */
function detailIn(text: string): string {
  try {
    const { title, detail = title } = JSON.parse(text) as { title?: unknown; detail?: unknown }
    return typeof detail === 'string' ? `: ${detail}` : ''
  } catch {
    return ''
  }
}

/** Seconds, or a date. */
function waitAsked(retryAfter = ''): number {
  const ms = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - Date.now()
  return Number.isNaN(ms) ? 0 : Math.min(MAX_RETRY_AFTER_MS, Math.max(0, ms))
}

/** Checks values; compiles each schema on first use. */
function compiled(): <S extends TSchema>(schema: S, value: unknown) => value is Static<S> {
  const validators = new Map<TSchema, ReturnType<typeof Compile>>()
  return <S extends TSchema>(schema: S, value: unknown): value is Static<S> => {
    const validator = validators.get(schema) ?? Compile(schema)
    validators.set(schema, validator)
    return validator.Check(value)
  }
}

function parsed({ text, isCut, isPlain }: Exchanged, whose: string): unknown {
  if (isCut) throw new CallFailed(`${whose} has more than ${MAX_ANSWER_BYTES} bytes`, 'not-understood')
  try {
    return isPlain ? storable(text) : JSON.parse(text, (_, value: unknown) => storable(value))
  } catch (error) {
    const why = error instanceof NotStorable ? error.message : 'is not JSON'
    throw new CallFailed(`${whose} ${why}`, 'not-understood')
  }
}

class NotStorable extends Error {}

/** Neither Postgres nor Avro can store any other text. */
function storable(value: unknown): unknown {
  if (typeof value === 'string' && (!value.isWellFormed() || value.includes('\0')))
    throw new NotStorable('contains a NUL or an unpaired surrogate')
  return value
}
