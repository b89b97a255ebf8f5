import { type Call, clientOf } from '@bistro/http-client'
import { operatorToken } from './operator.ts'
import { gatewayAway, problemIn } from './problem.ts'

/** A request as a value: it is performed, and shown as the `curl` that does the same. */
export interface ApiRequest<T = unknown> extends Call<T> {
  /** Whether the route wants the operator's token. */
  readonly asOperator?: boolean
}

export interface Answer<T> {
  readonly body: T
  readonly headers: Headers
}

export type BodyOf<R extends ApiRequest> = NonNullable<R['brings']>

export const asOperator = <T>(call: Call<T>): ApiRequest<T> => ({ ...call, asOperator: true })

/** Below it are a service's routes. Those of the kit are the same in each, and typed as those of one. */
export const kitOf = (service: string) => `/api/${encodeURIComponent(service)}` as '/api/shipping'

const TIME_LIMIT_MS = 15_000
const gateway = clientOf('gateway', { url: '', timeoutMs: TIME_LIMIT_MS })

export async function perform<T>(
  { method, path, headers, body, asOperator }: ApiRequest<T>,
  signal?: AbortSignal,
): Promise<Answer<T>> {
  const token = asOperator ? operatorToken() : undefined
  const authorization = token && { authorization: `Bearer ${token}` }
  // What the route takes was checked where the value was made.
  const init = { headers: { ...headers, ...authorization }, body, signal } as object
  const { data, error, response } = await gateway.request(method, path as never, init as never).catch((thrown) => {
    throw signal?.aborted ? thrown : gatewayAway()
  })
  if (!response.ok) throw problemIn(response, error)
  return { body: data as T, headers: response.headers }
}

export const read = async <T>(request: ApiRequest<T>, signal?: AbortSignal): Promise<T> =>
  (await perform(request, signal)).body
