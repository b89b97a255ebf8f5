/** External systems may send long texts: this much is kept. */
const MAX_REASON_CHARACTERS = 500

/** Text of a thrown value as one line that can be stored, logged and shown. */
export const reasonOf = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown))
    .replaceAll(/[\p{Cc}\p{Cs}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_REASON_CHARACTERS)
    .toWellFormed()

/** An external system refused the call permanently: a retry changes nothing. */
export class CallRefused extends Error {
  readonly code = 'call-refused'
  readonly retryable = false
  readonly status: number

  constructor(message: string, status: number) {
    super(reasonOf(message))
    this.status = status
  }
}

/**
 * Why a call may succeed later. away: no response, or a 5xx or 429 · not-let-in: the credentials are rejected ·
 * not-understood: the response does not match its schema, which says nothing about other calls.
 */
export type Failure = 'away' | 'not-let-in' | 'not-understood'

/** A call has no answer yet and is retried. */
export class CallFailed extends Error {
  readonly code = 'call-failed'
  readonly retryable = true
  readonly failure: Failure
  /** The system's `Retry-After`. */
  readonly retryAfterMs: number

  constructor(
    message: string,
    failure: Failure,
    { cause, retryAfterMs = 0 }: { cause?: unknown; retryAfterMs?: number } = {},
  ) {
    super(reasonOf(message), { cause })
    this.failure = failure
    this.retryAfterMs = retryAfterMs
  }
}

/** Result of a call that succeeded without news: it is repeated later, and nothing is wrong. */
export const NOTHING_YET: unique symbol = Symbol('nothing yet')
export type NothingYet = typeof NOTHING_YET
