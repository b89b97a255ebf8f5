import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { Pool } from 'undici'

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
  const exchange = async ({ method, path, headers, body }: Call): Promise<{ status: number; text: string }> => {
    const answered = await pool.request({
      method,
      path,
      headers: body ? { ...headers, 'content-type': 'application/json' } : headers,
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    })
    return { status: answered.statusCode, text: await answered.body.text() }
  }
  return async <S extends TSchema>(call: Call, schema: S): Promise<Static<S>> => {
    const place = `${call.method} ${call.path.split('?', 1)[0]}`
    const { status, text } = await exchange(call).catch((error: Error) => {
      throw new Error(`${name} does not answer ${place}: ${error.message}`, { cause: error })
    })
    if (status < 200 || status > 299) throw new Error(`${name} answers ${place} with ${status}`)
    const whose = `${name}'s answer to ${place}`
    const answer = parsed(text, whose)
    if (!Check(schema, answer)) throw new Error(`${whose} is not understood`)
    return answer
  }
}

function parsed(text: string, whose: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`${whose} is no JSON`)
  }
}
