import createClient, { type Client } from 'openapi-fetch'
import type { paths as CustomerPaths } from './generated/customer.ts'
import type { paths as OrderPaths } from './generated/order.ts'
import type { paths as PaymentPaths } from './generated/payment.ts'
import type { paths as ReservationPaths } from './generated/reservation.ts'
import type { paths as ShippingPaths } from './generated/shipping.ts'

/** The routes of each service, as its OpenAPI document has them. */
interface Paths {
  readonly customer: CustomerPaths
  readonly reservation: ReservationPaths
  readonly order: OrderPaths
  readonly payment: PaymentPaths
  readonly shipping: ShippingPaths
}

export type ServiceClient<S extends keyof Paths> = Client<Paths[S]>

export interface ClientOptions {
  /** Where the service answers, itself or behind the gateway: `http://127.0.0.1:4000/api/order`. */
  readonly url: string
  /** For operator's routes. */
  readonly operatorToken?: string
  /** A request without a response in this time fails. */
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 10_000

/** The routes of a service as typed calls: `clientOf('order', { url }).GET('/orders/{id}', …)`. */
export function clientOf<S extends keyof Paths>(
  _service: S,
  { url, operatorToken, timeoutMs = TIMEOUT_MS }: ClientOptions,
): ServiceClient<S> {
  return createClient<Paths[S]>({
    baseUrl: url,
    headers: operatorToken === undefined ? {} : { authorization: `Bearer ${operatorToken}` },
    fetch: (request) => fetch(request, { signal: AbortSignal.timeout(timeoutMs) }),
  })
}
