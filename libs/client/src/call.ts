import {
  type ClientPathsWithMethod,
  createFinalURL,
  createQuerySerializer,
  defaultPathSerializer,
  type MaybeOptionalInit,
  type MethodResponse,
} from 'openapi-fetch'
import type { ClientOf, Paths } from './client.ts'

export type Method = 'get' | 'post' | 'put' | 'delete'

/** A call as a value, for whoever shows it before it is made. */
export interface Call<Data = unknown> {
  readonly method: Method
  /** With its parameters and its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Never set: what the call brings. */
  readonly brings?: Data
}

interface Init {
  readonly params?: {
    readonly path?: Record<string, unknown>
    readonly query?: Record<string, unknown>
    readonly header?: Readonly<Record<string, string>>
  }
  readonly body?: unknown
}

type Optional<I> = undefined extends I ? [I?] : [I]

type Gateway = Paths['gateway']

type GatewayCall = <M extends Method, P extends ClientPathsWithMethod<ClientOf<'gateway'>, M>>(
  method: M,
  path: P,
  ...init: Optional<MaybeOptionalInit<Gateway[P], M & keyof Gateway[P]>>
) => Call<MethodResponse<ClientOf<'gateway'>, M, P>>

/** A call of the gateway: `gatewayCall('get', '/api/sagas/{reservationId}', { params: … })`. */
export const gatewayCall = ((method: Method, path: string, { params = {}, body }: Init = {}): Call => ({
  method,
  path: createFinalURL(path, {
    baseUrl: '',
    params,
    querySerializer: createQuerySerializer(),
    pathSerializer: defaultPathSerializer,
  }),
  headers: params.header ?? {},
  ...(body !== undefined && { body }),
})) as GatewayCall
