import { randomUUIDv7 } from 'node:crypto'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyBaseLogger, LogController, type RouteOptions } from 'fastify'
import { handleError, handleUnknownRoute } from './errors.ts'
import { isRead, strangerIn } from './names.ts'
import { operatorOnly } from './operator.ts'
import { PROTECTION } from './protection.ts'
import { Closed, NoBody } from './schemas.ts'
import { newServer } from './server.ts'
import type { Api } from './types.ts'
import { noteSize, validators } from './validators.ts'

const BODY_LIMIT_BYTES = 65_536
/** Long enough that a malformed id gets a 400 of the route, not a 404 of the router. */
const MAX_PARAM_CHARS = 1_000

export interface Access {
  /** Host names that requests may use. */
  readonly names: ReadonlySet<string>
  /** The token that operator's routes require. */
  readonly operatorToken: string
}

/** Fastify with the project's conventions, without routes. */
export function newApi(logger: FastifyBaseLogger, { names, operatorToken }: Access): Api {
  const api = Fastify({
    serverFactory: (handler) => newServer(handler),
    // `newServer` responds to malformed requests itself.
    clientErrorHandler: () => {},
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUIDv7(),
    requestIdHeader: false,
    trustProxy: false,
    bodyLimit: BODY_LIMIT_BYTES,
    routerOptions: { maxParamLength: MAX_PARAM_CHARS },
    // Connected clients are still served while it drains; /health/ready says that it is stopping.
    return503OnClosing: false,
    // No hook has run for these requests.
    frameworkErrors: (error, request, reply) => handleError(error, request, reply.headers({ ...PROTECTION })),
  }).withTypeProvider<TypeBoxTypeProvider>()
  api.setValidatorCompiler(validators())
  // Response schemas are documentation: compiling serializers costs more at the start than they save.
  api.setSerializerCompiler(() => JSON.stringify)
  api.setErrorHandler(handleError)
  api.setNotFoundHandler(handleUnknownRoute)
  const unlessOperator = operatorOnly(operatorToken)
  api.addHook('onRequest', (request, reply, done) => {
    reply.headers(PROTECTION).header('x-request-id', request.id)
    done(strangerIn(request.raw, names) ?? unlessOperator(request))
  })
  return api
}

/** Refuses undescribed queries and bodies, and requires `x-bistro-role`. */
export function checkRoute(route: RouteOptions): void {
  const { schema } = route
  if (schema?.hide) return
  if (!schema?.['x-bistro-role'])
    throw new Error(`${route.method} ${route.url}: its schema has no 'x-bistro-role': add who may call it`)
  schema.querystring ??= Closed({})
  if (!isRead(String(route.method))) schema.body ??= NoBody
}

/** Parameters that are numbers, in every route. */
const NUMBERS = ['limit', 'version', 'partitions', 'from', 'to']

/** Converts numbers, as query strings are text. Nothing else is coerced. */
export async function readQuery({ query, url }: { query: unknown; url: string }): Promise<void> {
  noteSize(query, url.length)
  const values = query as Record<string, unknown>
  for (const name of NUMBERS) {
    const value = values[name]
    if (typeof value === 'string' && /^\d{1,9}$/.test(value)) values[name] = Number(value)
  }
}
