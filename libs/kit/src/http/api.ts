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

const BODY_LIMIT_BYTES = 65_536
/** Ids that are no UUIDs get their own answer, however long they are. */
const MAX_PARAM_CHARS = 1_000

export interface Access {
  /** That requests may be addressed to. */
  readonly names: ReadonlySet<string>
  /** That operator's routes want. */
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

/** A service's HTTP side, ready to listen. */
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
  // Writes wait in `perform`, where the Idempotency-Key is judged first.
  api.addHook('preHandler', async (request) => {
    if (isRead(request.method) && request.routeOptions.config.tokens !== false) await honour(request)
  })
  await addOpenApi(api, runtime.service.name)
  addReference(api, runtime)
  // The reference lists routes in this order: what the service is for comes first.
  await routes({ api, runtime, perform: createPerform(runtime, honour), ports })
  addParkedRoutes({ api, runtime })
  addPendingRoute({ api, runtime })
  addRereadRoute({ api, runtime })
  addHealth(api, state)
  addMetrics(api, registry)
  await api.ready()
  return api
}

function newApi(logger: FastifyBaseLogger): Api {
  const api = Fastify({
    serverFactory: (handler) => newServer(handler),
    // The server answers by itself what it cannot read.
    clientErrorHandler: () => {},
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUIDv7(),
    requestIdHeader: false,
    trustProxy: false,
    bodyLimit: BODY_LIMIT_BYTES,
    routerOptions: { maxParamLength: MAX_PARAM_CHARS },
    // Whoever is still connected while it drains is served; that it is leaving is told by /health/ready.
    return503OnClosing: false,
    // No hook has seen what comes here.
    frameworkErrors: (error, request, reply) => handleError(error, request, reply.headers({ ...PROTECTION })),
  }).withTypeProvider<TypeBoxTypeProvider>()
  api.setValidatorCompiler(validators())
  // Response schemas are documentation: compiling a serializer for each costs more at the start than it saves.
  api.setSerializerCompiler(() => JSON.stringify)
  api.setErrorHandler(handleError)
  api.setNotFoundHandler(handleUnknownRoute)
  return api
}

/** Closes what a route does not describe, and insists that it says whom it is for. */
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

/** Query strings are text, and nothing else is coerced. */
async function readQuery({ query, url }: { query: unknown; url: string }): Promise<void> {
  noteSize(query, url.length)
  const { limit } = query as Query
  if (typeof limit === 'string' && /^\d{1,9}$/.test(limit)) (query as Query).limit = Number(limit)
}
