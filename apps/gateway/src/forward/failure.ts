import { Problem } from '@bistro/kit/http'
import type { ServiceName } from '@bistro/services'

const GATEWAY_TIMEOUT = 504

export interface Failure extends Error {
  readonly statusCode?: number
  readonly code?: string
  readonly cause?: unknown
}

/** What a caller is told of a service that did not answer. */
export function problemOf(service: ServiceName, error: Failure, timeoutMs: number): Problem {
  if (error.statusCode === GATEWAY_TIMEOUT && !isOfConnecting(error))
    return new Problem(
      504,
      'service-timeout',
      `${service} has not answered within ${timeoutMs} ms. It may still do what was asked: read the result before you ask again, or repeat the request with the same Idempotency-Key.`,
    )
  return new Problem(
    502,
    'service-unreachable',
    `${service} cannot be reached (${reasonOf(error)}). Try again when it is back: npm run stack -- status shows what runs.`,
  )
}

const isOfConnecting = (error: Failure): boolean => codesOf(error).includes('UND_ERR_CONNECT_TIMEOUT')

function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const { code, cause } = error as Failure
  return [...(code ? [code] : []), ...codesOf(cause)]
}

function reasonOf(error: Failure): string {
  const codes = codesOf(error)
  if (codes.includes('ECONNREFUSED')) return 'it does not listen'
  if (codes.includes('UND_ERR_CONNECT_TIMEOUT')) return 'no connection in time'
  if (codes.some((code) => ['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE'].includes(code)))
    return 'it closed the connection; it may have done what was asked'
  return codes.at(-1) ?? error.message
}
