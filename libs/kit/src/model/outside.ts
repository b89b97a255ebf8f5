/** The whole world outside may say at length why; so much of it is kept. */
const MAX_REASON_CHARACTERS = 500

/** One line that can be stored, logged and shown, whatever was thrown. */
export const reasonOf = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown))
    .replaceAll(/[\p{Cc}\p{Cs}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_REASON_CHARACTERS)
    .toWellFormed()

/** A system outside answers, and will never do what it was asked: to ask again changes nothing. */
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
 * Why a call may succeed later: nobody answers; the system says that it is unwell or that this service is not let in;
 * or it answers something that nobody can understand, which says nothing about its other calls.
 */
export type Failure = 'away' | 'not-let-in' | 'not-understood'

/** A call has no answer yet: it is called again. */
export class CallFailed extends Error {
  readonly code = 'call-failed'
  readonly retryable = true
  readonly failure: Failure
  /** How long the system asks to be left alone. */
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

/** What a call says that was answered, and has no news: it is asked again later, and nothing is wrong. */
export const NOTHING_YET: unique symbol = Symbol('nothing yet')
export type NothingYet = typeof NOTHING_YET
