import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { type FieldError, invalidRequest, Problem, sendProblem } from './problem.ts'

const SLUGS: Readonly<Record<number, string>> = {
  413: 'body-too-large',
  414: 'uri-too-long',
  415: 'unsupported-media-type',
}

export function handleError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = toProblem(error)
  if (problem.slug === 'internal-error') request.log.error({ err: error }, 'request failed')
  return sendProblem(reply, problem)
}

export function handleUnknownRoute(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?', 1)[0]
  return sendProblem(reply, new Problem(404, 'unknown-route', `There is no route ${request.method} ${path}.`))
}

function toProblem(error: FastifyError | Problem): Problem {
  if (error instanceof Problem) return error
  if (error.validation) return invalidRequest(fieldErrors(error))
  const status = error.statusCode ?? 500
  if (status >= 500)
    return new Problem(500, 'internal-error', 'Internal error. The log of this process has the details.')
  return SLUGS[status]
    ? new Problem(status, SLUGS[status], error.message)
    : invalidRequest([{ path: '', message: error.message }])
}

function fieldErrors(error: FastifyError): FieldError[] {
  const prefix = error.validationContext === 'body' ? '' : `/${error.validationContext}`
  return (error.validation ?? []).map(({ instancePath, params, message }) => {
    const field = params.missingProperty ?? params.additionalProperty
    return { path: `${prefix}${instancePath}${field ? `/${String(field)}` : ''}`, message: message ?? 'is not valid' }
  })
}
