import type { FastifyBaseLogger } from 'fastify'
import type { FaultControl } from '../faults/index.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { acceptJson } from './body.ts'
import { addCommandsRoute } from './commands.ts'
import { type Access, checkRoute, newApi, readQuery } from './conventions.ts'
import { addFaultRoutes } from './faults.ts'
import { addGatesRoute } from './gates.ts'
import { addHealth, addMetrics, type Metrics, type State } from './health.ts'
import { addStreamRoute } from './history.ts'
import { isRead } from './names.ts'
import { addParkedRoutes } from './parked.ts'
import { addPendingRoute } from './pending.ts'
import { createPerform } from './perform.ts'
import { addOpenApi, addReference, withExamples } from './reference.ts'
import { addRereadRoute } from './reread.ts'
import { honourTokens } from './tokens.ts'
import type { Api, Routes } from './types.ts'
import { addViewRoutes } from './views.ts'

export interface ApiOptions {
  readonly runtime: Runtime
  readonly routes: Routes
  readonly ports: unknown
  readonly logger: FastifyBaseLogger
  readonly registry: Metrics
  readonly access: Access
  state(): State
  /** Where faults are allowed. */
  readonly faults?: FaultControl | undefined
}

/** A service's HTTP API, ready to listen. */
export async function createApi(options: ApiOptions): Promise<Api> {
  const { runtime, routes, ports, logger, registry, access, state, faults } = options
  const api = newApi(logger, access)
  const honour = honourTokens(runtime)
  acceptJson(api)
  api.addHook('onRoute', checkRoute)
  api.addHook('preValidation', readQuery)
  // Writes wait in `perform`, which checks the Idempotency-Key first.
  api.addHook('preHandler', async (request) => {
    if (isRead(request.method) && request.routeOptions.config.tokens !== false) await honour(request)
  })
  await addOpenApi(api, runtime.service.name)
  addReference(api, withExamples(api, runtime))
  // The reference page lists routes in this order: the service's own come first.
  await routes({ api, runtime, perform: createPerform(runtime, honour), ports })
  addParkedRoutes({ api, runtime })
  addPendingRoute({ api, runtime })
  addGatesRoute({ api, runtime })
  addStreamRoute({ api, runtime })
  addCommandsRoute({ api, runtime })
  addRereadRoute({ api, runtime })
  addViewRoutes({ api, runtime })
  addFaultRoutes(api, faults)
  addHealth(api, state)
  addMetrics(api, registry)
  await api.ready()
  return api
}
