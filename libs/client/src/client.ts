import createClient, { type Client } from 'openapi-fetch'
import type { paths as GatewayPaths } from './generated/gateway.ts'
import type { ServicePaths } from './generated/services.ts'

/** The routes of a service where the gateway forwards to them. */
type Below<S extends keyof ServicePaths> = {
  readonly [P in keyof ServicePaths[S] & string as `/api/${S}${P}`]: ServicePaths[S][P]
}

type EachBelow = { readonly [S in keyof ServicePaths]: Below<S> }

/** All of a union at once. */
type AllOf<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer A) => void ? A : never

/** The routes of each program; those of the gateway are its own and those of all services. */
export interface Paths extends ServicePaths {
  readonly gateway: GatewayPaths & AllOf<EachBelow[keyof ServicePaths]>
}

export type ClientOf<P extends keyof Paths> = Client<Paths[P]>

export interface ClientOptions {
  /** Where it answers, a service itself or behind the gateway: `http://127.0.0.1:4000/api/order`. */
  readonly url: string
  /** For operator's routes. */
  readonly operatorToken?: string
  /** A request without a response in this time fails. */
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 10_000

/** The routes of a program as typed calls: `clientOf('order', { url }).GET('/orders/{id}', …)`. */
export function clientOf<P extends keyof Paths>(
  _program: P,
  { url, operatorToken, timeoutMs = TIMEOUT_MS }: ClientOptions,
): ClientOf<P> {
  return createClient<Paths[P]>({
    baseUrl: url,
    headers: operatorToken === undefined ? {} : { authorization: `Bearer ${operatorToken}` },
    fetch: (request) => fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]) }),
  })
}
