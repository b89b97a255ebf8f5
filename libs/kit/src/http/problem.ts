/** Slugs are part of the contract; the URL is only a name. */
const TYPE_BASE = 'https://saga-bistro.example/problems/'
export const PROBLEM_MEDIA_TYPE = 'application/problem+json'
const RETRY_AFTER_S = 1
/** Maximum of errors in a response; `more` counts the others. */
export const MAX_ERRORS = 20

export interface FieldError {
  /** JSON pointer into the body; parameters are below `/params` and `/query`. */
  readonly path: string
  readonly message: string
}

/** An error response, thrown from anywhere in a route and sent as `application/problem+json`. */
export class Problem extends Error {
  readonly status: number
  readonly slug: string
  /** Further members of the answer. */
  readonly extra: object
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    slug: string,
    detail: string,
    extra: object = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail)
    this.name = 'Problem'
    this.status = status
    this.slug = slug
    this.extra = extra
    this.headers = headers
  }

  get body(): object {
    return {
      type: `${TYPE_BASE}${this.slug}`,
      title: titleOf(this.slug),
      status: this.status,
      detail: this.message,
      ...this.extra,
    }
  }
}

/** A temporary problem. */
export const tryLater = (status: 429 | 503, slug: string, detail: string, extra: object = {}): Problem =>
  new Problem(status, slug, detail, extra, { 'retry-after': String(RETRY_AFTER_S) })

export function invalidRequest(errors: readonly FieldError[], note = ''): Problem {
  const more = errors.length - MAX_ERRORS
  return new Problem(400, 'invalid-request', `The request is invalid: see errors.${note}`, {
    errors: errors.slice(0, MAX_ERRORS),
    ...(more > 0 && { more }),
  })
}

function titleOf(slug: string): string {
  const words = slug.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
