/** What a service said, or that it said nothing. */
export interface Reply {
  /** 0: no answer. */
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  readonly contentType: string
  readonly retryAfter: string | null
  readonly token: string | undefined
  readonly tookMs: number
  /** Why there is no answer. */
  readonly error?: string
}

/** What a request may be answered with, beside "not now". */
export interface Expected {
  readonly statuses: readonly number[]
  /** Slugs of refusals that fit what was asked. */
  readonly problems: readonly string[]
}

export const ANSWER_TIMEOUT_MS = 6_000
const OUTCOME_UNKNOWN = 'outcome-unknown'
const NOT_NOW: readonly number[] = [429, 503]

export const slugOf = ({ body }: Reply): string => String(body.type ?? '').replace(/^.*[/:#]/, '')

/** Whether nobody can tell if it has happened: no answer, or one that says so. */
export const isOutcomeUnknown = (reply: Reply): boolean => reply.status === 0 || slugOf(reply) === OUTCOME_UNKNOWN

export const isNotNow = ({ status }: Reply): boolean => NOT_NOW.includes(status)

/** What is wrong with an answer, if anything; one that could not come is judged by whoever knows of outages. */
export function faultIn(reply: Reply, { statuses, problems }: Expected): string | undefined {
  const { status, contentType, retryAfter, error } = reply
  if (status === 0) return `no answer (${error})`
  if (statuses.includes(status)) return undefined
  const slug = slugOf(reply)
  if (!contentType.startsWith('application/problem+json')) return `${status} without a problem document`
  if (isNotNow(reply)) return retryAfter === null ? `${status} ${slug} without Retry-After` : undefined
  return status < 500 && problems.includes(slug) ? undefined : `${status} ${slug}`
}

export const isLate = ({ tookMs }: Reply): boolean => tookMs > ANSWER_TIMEOUT_MS
