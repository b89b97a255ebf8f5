/** Kafka did not do what was asked. `retryable`: the broker was unavailable or not ready, so a retry may succeed. */
export class LogError extends Error {
  readonly code: 'log-unavailable' | 'log-refused'
  readonly retryable: boolean

  constructor(message: string, retryable: boolean, cause: unknown) {
    super(message, { cause })
    this.name = 'LogError'
    this.code = retryable ? 'log-unavailable' : 'log-refused'
    this.retryable = retryable
  }
}

/** Another process has joined the group under the same instance. */
export const isFenced = (error: unknown): boolean =>
  (originOf(error) as { type?: string }).type === 'FENCED_INSTANCE_ID'

/** The driver reports a failed login when the broker closes the connection during it: that is retryable. */
const BROKEN_OFF = /closed connection|timed out|socket|ECONN/i

/** Maps the driver's error to a LogError. */
export function mapError(error: unknown): LogError {
  const origin = originOf(error)
  // Wrappers such as "number of retries exceeded" are marked final even when their cause is retryable.
  const retryable = (origin as { retriable?: boolean }).retriable !== false || BROKEN_OFF.test(origin.message)
  return new LogError(
    `${retryable ? 'Kafka is unavailable' : 'Kafka refused the request'}: ${origin.message}`,
    retryable,
    error,
  )
}

function originOf(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error))
  return error.cause instanceof Error ? originOf(error.cause) : error
}
