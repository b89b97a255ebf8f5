import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { OutcomeUnknown, QueueFull } from '../runtime/runtime.ts'
import { StoreConflict, StoreUnavailable } from '../runtime/store.ts'
import { problemAnswer, sendAnswer } from './answer.ts'
import { FORMATS } from './formats.ts'
import { type FieldError, invalidRequest, Problem, tryLater } from './problem.ts'
import { isLarge, LARGE_BYTES } from './validators.ts'

const CLIENT_SLUGS: Readonly<Record<number, string>> = {
  413: 'body-too-large',
  414: 'uri-too-long',
  415: 'unsupported-media-type',
}
const OUTCOME_UNKNOWN =
  'The database did not confirm whether it stored this request. Repeat it with the same Idempotency-Key, or read what it would have changed.'
/** JSON pointers in `errors`, by the validator's names for the parts of a request. */
const PREFIXES: Readonly<Record<string, string>> = { params: '/params', querystring: '/query', headers: '/headers' }

/** Unknown field names are cut to this length. */
const MAX_NAME_CHARS = 100

type Violation = NonNullable<FastifyError['validation']>[number]

export function handleError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendAnswer(reply, problemAnswer(problemOf(error, request)))
}

export const handleUnknownRoute = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  sendAnswer(reply, problemAnswer(unknownRoute(request)))

export function unknownRoute({ method, url }: FastifyRequest): Problem {
  const path = url.split('?', 1)[0]
  return new Problem(404, 'unknown-route', `There is no route ${method} ${path}. GET /docs lists the routes.`)
}

function problemOf(error: FastifyError, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error
  if (error instanceof QueueFull) return tryLater(429, 'queue-full', 'Too many requests are waiting: try again later.')
  if (error instanceof StoreConflict)
    return tryLater(503, 'store-conflict', 'Another request changed the same stream: try again.')
  if (error instanceof OutcomeUnknown) return tryLater(503, 'outcome-unknown', OUTCOME_UNKNOWN)
  if (error instanceof StoreUnavailable)
    return tryLater(503, 'store-unavailable', 'The database is unavailable, and nothing was changed: try again.')
  if (error.validation)
    return invalidRequest(fieldErrors(error.validation, error.validationContext), noteOn(request, error))
  const { statusCode = 500, message } = error
  const slug = CLIENT_SLUGS[statusCode]
  if (slug) return new Problem(statusCode, slug, message)
  if (statusCode < 500) return invalidRequest([{ path: '', message }])
  const { id, method, params, routeOptions } = request
  request.log.error({ err: error, request: id, method, route: routeOptions.url, params }, 'a request failed')
  return new Problem(
    500,
    'internal-error',
    `Internal error: the log of the service has the details under ${request.id}.`,
  )
}

function noteOn({ body, query }: FastifyRequest, { validationContext }: FastifyError): string {
  const part = validationContext === 'body' ? body : query
  return isLarge(part) ? ` Only the first error is listed, as the request has more than ${LARGE_BYTES} bytes.` : ''
}

function fieldErrors(violations: readonly Violation[], part = 'body'): FieldError[] {
  return violations.map((violation) => {
    const { instancePath, params } = violation
    const field = params.missingProperty ?? params.additionalProperty
    const path = `${PREFIXES[part] ?? ''}${instancePath}${field === undefined ? '' : `/${shortened(String(field))}`}`
    return { path, message: textOf(violation) }
  })
}

const shortened = (name: string): string => (name.length > MAX_NAME_CHARS ? `${name.slice(0, MAX_NAME_CHARS)}…` : name)

function textOf({ keyword, params, message = 'is not valid' }: Violation): string {
  if (keyword === 'required') return 'is required'
  if (keyword === 'additionalProperties') return 'is an unknown field'
  if (keyword === 'enum') return `must be one of ${JSON.stringify(params.allowedValues)}`
  return FORMATS[String(params.format)]?.message ?? message
}
