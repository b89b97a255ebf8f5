/** Kafka did not do what was asked. `retryable`: asking again may help, as the broker was away or not ready. */
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

/** What the driver calls a failed login is no answer where the broker went away in the middle of it. */
const BROKEN_OFF = /closed connection|timed out|socket|ECONN/i

/** The driver's error in the log's words. */
export function mapError(error: unknown): LogError {
  const origin = originOf(error)
  // Wrappers such as "number of retries exceeded" call themselves final whatever lies beneath.
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
