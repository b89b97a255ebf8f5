/** A body of `application/problem+json`. */
export interface ProblemBody {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
}

/** The part of a problem's type that tells problems apart: `unknown-evening`. */
export const slugOf = ({ type }: Pick<ProblemBody, 'type'>): string => type.slice(type.lastIndexOf('/') + 1)

/** A response that is a problem. */
export class ProblemError extends Error {
  readonly status: number
  readonly slug: string
  readonly problem: ProblemBody

  constructor(what: string, problem: ProblemBody) {
    super(`${what} answers ${problem.status} ${slugOf(problem)}: ${problem.detail}`)
    this.name = 'ProblemError'
    this.status = problem.status
    this.slug = slugOf(problem)
    this.problem = problem
  }
}

interface Result {
  readonly data?: unknown
  readonly error?: unknown
  readonly response: Response
}

/** The data of a success. @throws ProblemError */
export async function dataOf<R extends Result>(call: Promise<R>): Promise<NonNullable<R['data']>> {
  const { data, error, response } = await call
  if (error) throw new ProblemError(new URL(response.url).pathname, error as ProblemBody)
  return data as NonNullable<R['data']>
}
