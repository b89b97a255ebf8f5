import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { Pool } from 'undici'

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
export function httpClient(name: string, url: string) {
  const pool = new Pool(new URL(url).origin, {
    connections: MAX_CONNECTIONS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    headersTimeout: CALL_TIMEOUT_MS,
    bodyTimeout: CALL_TIMEOUT_MS,
  })
  return async <S extends TSchema>({ method, path, headers, body }: Call, schema: S): Promise<Static<S>> => {
    const place = `${method} ${path.split('?', 1)[0]}`
    const answered = await pool
      .request({
        method,
        path,
        headers: body ? { ...headers, 'content-type': 'application/json' } : headers,
        body: body && JSON.stringify(body),
      })
      .catch((error: Error) => {
        throw new Error(`${name} does not answer ${place}: ${error.message}`, { cause: error })
      })
    if (answered.statusCode < 200 || answered.statusCode > 299) {
      await answered.body.dump()
      throw new Error(`${name} answers ${place} with ${answered.statusCode}`)
    }
    const answer: unknown = await answered.body.json()
    if (!Check(schema, answer)) throw new Error(`${name}'s answer to ${place} is not understood`)
    return answer
  }
}
