import Type, { type TProperties } from 'typebox'
import { MAX_ERRORS, PROBLEM_MEDIA_TYPE } from './problem.ts'

/** In minor units; far below 2^53, so that sums stay exact. */
const MAX_AMOUNT = 1_000_000_000_000
const MAX_PAGE = 100
const DEFAULT_PAGE = 20

/** An object with these fields and no others. */
export const Closed = <P extends TProperties>(properties: P, options: { description?: string } = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options })

/** Text typed by a person: at least one character, and no invisible or misleading ones. */
export const Text = (maxLength: number, options: { minLength?: number; description?: string } = {}) =>
  Type.String({ minLength: 1, maxLength, format: 'text', ...options })

export const Id = Type.String({ format: 'uuid', description: 'UUID in lower case' })
export const Instant = Type.String({ format: 'date-time', description: 'RFC 3339 in UTC' })
export const DateOnly = Type.String({ format: 'date', description: 'YYYY-MM-DD' })
export const Currency = Type.String({ format: 'currency', description: 'ISO 4217', examples: ['EUR'] })
export const Country = Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2', examples: ['DE'] })

const amountFrom = (minimum: number) => Type.Integer({ minimum, maximum: MAX_AMOUNT, description: 'Minor units' })
export const Money = Closed({ amount: amountFrom(0), currency: Currency })
/** An amount of at least 1. */
export const Price = Closed({ amount: amountFrom(1), currency: Currency })

export const IdParams = Closed({ id: Id })

/** To spread into a query: `Closed({ ...PageQuery.properties, status: … })`. */
export const PageQuery = Closed({
  limit: Type.Integer({ minimum: 1, maximum: MAX_PAGE, default: DEFAULT_PAGE }),
  after: Type.Optional(Id),
})

/** Newest first; if more follow, `next` is the `after` of the next page. */
export const PageOf = <P extends TProperties>(item: ReturnType<typeof Closed<P>>) =>
  Closed({ items: Type.Array(item), next: Type.Optional(Type.String()) })

/** For routes without a body: none, or an empty object. */
export const NoBody = Type.Union([Type.Null(), Closed({})])

export const TroubleBody = Closed({ what: Type.String(), reason: Type.String(), since: Instant })

export const ProblemBody = Type.Object({
  type: Type.String({ format: 'uri' }),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  errors: Type.Optional(Type.Array(Closed({ path: Type.String(), message: Type.String() }), { maxItems: MAX_ERRORS })),
  more: Type.Optional(Type.Integer({ description: 'Number of errors beyond those listed' })),
  unavailable: Type.Optional(
    Type.Array(TroubleBody, { description: 'What is unavailable to a service that is not ready, longest first' }),
  ),
})

/** Response schemas by status, for `schema.response`: `problemResponses({ 404: 'unknown-evening', 409: ['a'] })`. */
export function problemResponses<const S extends Readonly<Record<number, string | readonly string[]>>>(
  slugs: S,
): { [Status in keyof S]: ReturnType<typeof problemResponse> } {
  const entries = Object.entries(slugs).map(([status, slug]) => [status, problemResponse([slug].flat().join(', '))])
  return Object.fromEntries(entries)
}

export const problemResponse = (description: string) => ({
  description,
  content: { [PROBLEM_MEDIA_TYPE]: { schema: ProblemBody } },
})
