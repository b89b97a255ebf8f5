import type { FastifyReply } from 'fastify'

export interface FieldError {
  readonly path: string
  readonly message: string
}

/** An error response, sent as application/problem+json; `type` ends in the slug. */
export class Problem extends Error {
  readonly status: number
  readonly slug: string
  readonly errors: readonly FieldError[] | undefined

  constructor(status: number, slug: string, detail: string, errors?: readonly FieldError[]) {
    super(detail)
    this.name = 'Problem'
    this.status = status
    this.slug = slug
    this.errors = errors
  }
}

export const invalidRequest = (errors: readonly FieldError[]): Problem =>
  new Problem(400, 'invalid-request', 'The request is invalid: see errors.', errors)

export const shuttingDown = (): Problem =>
  new Problem(503, 'shutting-down', 'This process is stopping and has not processed the request: send it again.')

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { status, slug, message, errors } = problem
  const title = slug.replaceAll('-', ' ')
  const body = { type: `urn:bistro:problem:${slug}`, title, status, detail: message, ...(errors && { errors }) }
  return reply.code(status).type('application/problem+json').send(body)
}
