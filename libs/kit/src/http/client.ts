import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { type Dispatcher, Pool } from 'undici'

/** For a whole call, from the wait for a connection to the last byte of the answer. */
const CALL_TIMEOUT_MS = 10_000
const CONNECT_TIMEOUT_MS = 3_000
/** What is called beyond that waits for a connection. */
const MAX_CONNECTIONS = 256

export interface Call {
  readonly method: 'GET' | 'POST'
  /** With the query, if there is one. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: object
}

/**
 * Calls a system outside that speaks JSON, over connections that stay open. An answer that does not come in time, that
 * is no 2xx or that does not fit the schema throws, so that the runtime repeats the effect.
 * @param name how errors speak of the system, such as `the carrier`
 */
export function httpClient(name: string, url: string, timeoutMs = CALL_TIMEOUT_MS) {
  const pool = new Pool(new URL(url).origin, {
    connections: MAX_CONNECTIONS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
  })
  const fits = compiled()
  return async <S extends TSchema>(call: Call, schema: S): Promise<Static<S>> => {
    const place = `${call.method} ${call.path.split('?', 1)[0]}`
    const { status, text } = await exchange(pool, requestOf(call), timeoutMs).catch((error: Error) => {
      throw new Error(`${name} does not answer ${place}: ${error.message}`, { cause: error })
    })
    if (status < 200 || status > 299) throw new Error(`${name} answers ${place} with ${status}`)
    const whose = `${name}'s answer to ${place}`
    const answer = parsed(text, whose)
    if (!fits(schema, answer)) throw new Error(`${whose} is not understood`)
    return answer
  }
}

const requestOf = ({ method, path, headers, body }: Call): Dispatcher.DispatchOptions => ({
  method,
  path,
  headers: body ? { ...headers, 'content-type': 'application/json' } : headers,
  body: body && JSON.stringify(body),
})

/** Without the streams that a `request` of the pool makes: they cost more than a short answer. */
function exchange(
  pool: Pool,
  request: Dispatcher.DispatchOptions,
  timeoutMs: number,
): Promise<{ status: number; text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>()
  const chunks: Buffer[] = []
  let status = 0
  let late: Error | undefined
  let underWay: Dispatcher.DispatchController | undefined
  const timer = setTimeout(() => {
    late = new Error(`no whole answer within ${timeoutMs} ms`)
    reject(late)
    underWay?.abort(late)
  }, timeoutMs)
  pool.dispatch(request, {
    onRequestStart: (controller) => {
      underWay = controller
      if (late) controller.abort(late)
    },
    onResponseStart: (_, code) => {
      status = code
    },
    onResponseData: (_, chunk) => void chunks.push(chunk),
    onResponseEnd: () => resolve({ status, text: Buffer.concat(chunks).toString() }),
    onResponseError: (_, error) => reject(error),
  })
  return promise.finally(() => clearTimeout(timer))
}

/** A check of each schema, compiled when it is first asked for. */
function compiled(): <S extends TSchema>(schema: S, value: unknown) => value is Static<S> {
  const validators = new Map<TSchema, ReturnType<typeof Compile>>()
  return <S extends TSchema>(schema: S, value: unknown): value is Static<S> => {
    const validator = validators.get(schema) ?? Compile(schema)
    validators.set(schema, validator)
    return validator.Check(value)
  }
}

function parsed(text: string, whose: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`${whose} is no JSON`)
  }
}
