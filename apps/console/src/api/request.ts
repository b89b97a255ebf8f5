import { operatorToken } from './operator.ts'
import { gatewayAway, readProblem } from './problem.ts'

/** A request as a value: it is performed, and shown as the `curl` that does the same. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** From the origin: `/api/…`. */
  readonly path: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Whether the route wants the operator's token. */
  readonly asOperator?: boolean
}

export interface Answer<T> {
  readonly body: T
  readonly headers: Headers
}

const TIME_LIMIT_MS = 15_000

/** Paths are written with `path`, so that no id leads elsewhere. */
export const path = (parts: TemplateStringsArray, ...ids: readonly string[]): string =>
  String.raw({ raw: parts }, ...ids.map(encodeURIComponent))

export const withQuery = (base: string, query: Readonly<Record<string, string | number | undefined>>): string => {
  const known = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const text = new URLSearchParams(known.map(([name, value]) => [name, String(value)])).toString()
  return text ? `${base}?${text}` : base
}

export async function perform<T>(request: ApiRequest, signal?: AbortSignal): Promise<Answer<T>> {
  const response = await fetch(new URL(request.path, location.origin), {
    method: request.method,
    headers: headersOf(request),
    body: request.body === undefined ? null : JSON.stringify(request.body),
    signal: AbortSignal.any([AbortSignal.timeout(TIME_LIMIT_MS), ...(signal ? [signal] : [])]),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw gatewayAway()
  })
  if (!response.ok) throw await readProblem(response)
  return { body: await readBody<T>(response), headers: response.headers }
}

export const get = async <T>(from: string, signal?: AbortSignal, asOperator = false): Promise<T> =>
  (await perform<T>({ method: 'GET', path: from, asOperator }, signal)).body

async function readBody<T>(response: Response): Promise<T> {
  const text = await response.text()
  return (text === '' ? undefined : JSON.parse(text)) as T
}

function headersOf({ body, headers, asOperator }: ApiRequest): Record<string, string> {
  const token = asOperator ? operatorToken() : undefined
  return {
    accept: 'application/json',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...headers,
  }
}
