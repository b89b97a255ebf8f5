import { randomUUIDv7 } from 'node:crypto'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyBaseLogger, LogController, type RouteOptions } from 'fastify'
import type { Runtime } from '../runtime/runtime.ts'
import { acceptJson } from './body.ts'
import { handleError, handleUnknownRoute } from './errors.ts'
import { addHealth, addMetrics, type Metrics, type State } from './health.ts'
import { isRead, strangerIn } from './names.ts'
import { operatorOnly } from './operator.ts'
import { addParkedRoutes } from './parked.ts'
import { addPendingRoute } from './pending.ts'
import { createPerform } from './perform.ts'
import { PROTECTION } from './protection.ts'
import { addOpenApi, addReference } from './reference.ts'
import { addRereadRoute } from './reread.ts'
import { Closed, NoBody } from './schemas.ts'
import { newServer } from './server.ts'
import { honourTokens } from './tokens.ts'
import type { Api, Routes } from './types.ts'
import { noteSize, validators } from './validators.ts'
import { addViewRoutes } from './views.ts'

const BODY_LIMIT_BYTES = 65_536
/** Long enough that a malformed id gets a 400 of the route, not a 404 of the router. */
const MAX_PARAM_CHARS = 1_000

export interface Access {
  /** Host names that requests may use. */
  readonly names: ReadonlySet<string>
  /** The token that operator's routes require. */
  readonly operatorToken: string
}

export interface ApiOptions {
  readonly runtime: Runtime
  readonly routes: Routes
  readonly ports: unknown
  readonly logger: FastifyBaseLogger
  readonly registry: Metrics
  readonly access: Access
  state(): State
}

/** A service's HTTP API, ready to listen. */
export async function createApi({ runtime, routes, ports, logger, registry, access, state }: ApiOptions): Promise<Api> {
  const api = newApi(logger)
  const honour = honourTokens(runtime)
  acceptJson(api)
  const unlessOperator = operatorOnly(access.operatorToken)
  api.addHook('onRequest', (request, reply, done) => {
    reply.headers(PROTECTION).header('x-request-id', request.id)
    done(strangerIn(request.raw, access.names) ?? unlessOperator(request))
  })
  api.addHook('onRoute', checkRoute)
  api.addHook('preValidation', readQuery)
  // Writes wait in `perform`, which checks the Idempotency-Key first.
  api.addHook('preHandler', async (request) => {
    if (isRead(request.method) && request.routeOptions.config.tokens !== false) await honour(request)
  })
  await addOpenApi(api, runtime.service.name)
  addReference(api, runtime)
  // The reference page lists routes in this order: the service's own come first.
  await routes({ api, runtime, perform: createPerform(runtime, honour), ports })
  addParkedRoutes({ api, runtime })
  addPendingRoute({ api, runtime })
  addRereadRoute({ api, runtime })
  addViewRoutes({ api, runtime })
  addHealth(api, state)
  addMetrics(api, registry)
  await api.ready()
  return api
}

function newApi(logger: FastifyBaseLogger): Api {
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
  return api
}

/** Refuses undescribed queries and bodies, and requires `x-bistro-role`. */
function checkRoute(route: RouteOptions): void {
  const { schema } = route
  if (schema?.hide) return
  if (!schema?.['x-bistro-role'])
    throw new Error(`${route.method} ${route.url}: its schema has no 'x-bistro-role': add who may call it`)
  schema.querystring ??= Closed({})
  if (!isRead(String(route.method))) schema.body ??= NoBody
}

interface Query {
  limit?: unknown
}

/** Converts `limit`, as query strings are text. Nothing else is coerced. */
async function readQuery({ query, url }: { query: unknown; url: string }): Promise<void> {
  noteSize(query, url.length)
  const { limit } = query as Query
  if (typeof limit === 'string' && /^\d{1,9}$/.test(limit)) (query as Query).limit = Number(limit)
}
