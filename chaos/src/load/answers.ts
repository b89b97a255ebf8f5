/** A service's response, or that none came. */
export interface Reply {
  /** 0: no response. */
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  readonly contentType: string
  readonly retryAfter: string | null
  readonly token: string | undefined
  readonly tookMs: number
  /** Why there is no response. */
  readonly error?: string
}

/** The responses that a request may get, beside 429 and 503. */
export interface Expected {
  readonly statuses: readonly number[]
  /** Slugs of the problems that this request may cause. */
  readonly problems: readonly string[]
}

export const ANSWER_TIMEOUT_MS = 6_000
const OUTCOME_UNKNOWN = 'outcome-unknown'
const NOT_NOW: readonly number[] = [429, 503]

export const slugOf = ({ body }: Reply): string => String(body.type ?? '').replace(/^.*[/:#]/, '')

/** Whether the request may or may not have had an effect: no response came, or it says so. */
export const isOutcomeUnknown = (reply: Reply): boolean => reply.status === 0 || slugOf(reply) === OUTCOME_UNKNOWN

export const isNotNow = ({ status }: Reply): boolean => NOT_NOW.includes(status)

/** What is wrong with a response, if anything; the caller knows whether an outage excuses a missing one. */
export function faultIn(reply: Reply, { statuses, problems }: Expected): string | undefined {
  const { status, contentType, retryAfter, error } = reply
  if (status === 0) return `no response (${error})`
  if (statuses.includes(status)) return undefined
  const slug = slugOf(reply)
  if (!contentType.startsWith('application/problem+json')) return `${status} without a problem document`
  if (isNotNow(reply)) return retryAfter === null ? `${status} ${slug} without Retry-After` : undefined
  return status < 500 && problems.includes(slug) ? undefined : `${status} ${slug}`
}

export const isLate = ({ tookMs }: Reply): boolean => tookMs > ANSWER_TIMEOUT_MS
