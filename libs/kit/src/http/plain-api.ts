import type { FastifyBaseLogger } from 'fastify'
import { acceptJson } from './body.ts'
import { type Access, checkRoute, newApi, readQuery } from './conventions.ts'
import { addHealth, addMetrics, type Metrics, type State } from './health.ts'
import { addOpenApi, addReference, describedRoutes } from './reference.ts'
import type { Api } from './types.ts'

export interface PlainApiOptions {
  readonly name: string
  readonly logger: FastifyBaseLogger
  readonly registry: Metrics
  readonly access: Access
  state(): State
  /** Adds routes with schemas, as a service's are. */
  routes(api: Api): void | Promise<void>
  /** Adds routes that take any body and are not described: forwarding, files. */
  undescribed?(api: Api): void | Promise<void>
  /** The OpenAPI document made from that of the own routes. Default: that one. */
  document?(own: object): Promise<object>
  /** The document of the reference page, with examples. Default: the same. */
  pageDocument?(own: object): Promise<object>
}

/** An HTTP API with the project's conventions and no service behind it, ready to listen. */
export async function createPlainApi(options: PlainApiOptions): Promise<Api> {
  const { name, logger, registry, access, routes, undescribed, document = async (own: object) => own } = options
  const { pageDocument = document } = options
  const api = newApi(logger, access)
  await addOpenApi(api, name, () => document(describedRoutes(api)))
  await api.register(async (described: Api) => {
    acceptJson(described)
    described.addHook('onRoute', (route) => {
      route.config = { ...route.config, tokens: false, stores: false }
    })
    described.addHook('onRoute', checkRoute)
    described.addHook('preValidation', readQuery)
    addReference(described, () => pageDocument(describedRoutes(api)))
    await routes(described)
    addHealth(described, () => options.state())
    addMetrics(described, registry)
  })
  if (undescribed) await api.register(undescribed)
  await api.ready()
  return api
}
