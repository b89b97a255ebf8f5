/** A refused or failed request, in the words of the service or of this page. */
export class Problem extends Error {
  /** The last part of the problem's `type`, or `gateway-away`. */
  readonly slug: string
  readonly status: number
  readonly title: string
  readonly errors: readonly FieldError[]
  /** The other fields of the problem, such as the id of a rejected reservation. */
  readonly fields: Readonly<Record<string, unknown>>

  constructor(said: Pick<Problem, 'slug' | 'status' | 'title'> & { detail: string } & Partial<Problem>) {
    super(said.detail)
    this.name = 'Problem'
    this.slug = said.slug
    this.status = said.status
    this.title = said.title
    this.errors = said.errors ?? []
    this.fields = said.fields ?? {}
  }
}

interface FieldError {
  readonly path: string
  readonly message: string
}

export const isAway = (error: unknown): boolean => error instanceof Problem && error.slug === 'gateway-away'

/** The gateway, or what it asks, does not answer as it should: that passes. */
export const isPassing = (error: unknown): boolean => error instanceof Problem && (isAway(error) || error.status >= 500)

export const gatewayAway = () =>
  new Problem({
    slug: 'gateway-away',
    status: 0,
    title: 'The gateway does not answer',
    detail: 'This page asks again by itself.',
  })

export function problemIn({ status, statusText }: Response, body: unknown): Problem {
  if (!isRecord(body))
    return new Problem({ slug: 'unexpected', status, title: `The answer is ${status}`, detail: statusText })
  const { type, title, detail, errors, status: _, ...fields } = body
  return new Problem({
    slug: String(type ?? 'unexpected')
      .split(/[/:#]/)
      .at(-1)!,
    status,
    title: String(title ?? `The answer is ${status}`),
    detail: String(detail ?? ''),
    errors: Array.isArray(errors) ? errors : [],
    fields,
  })
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
