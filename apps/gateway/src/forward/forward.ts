import type { Api } from '@bistro/kit/http'
import type { ServiceName } from '@bistro/services'
import proxy from '@fastify/http-proxy'
import type { OpenPart } from '../parts.ts'
import { type Failure, problemOf } from './failure.ts'

const CONNECT_TIMEOUT_MS = 3_000
const MAX_CONNECTIONS = 128
const NO_BODY = ['GET', 'HEAD']

/** Of the connection to the gateway, or judged by the gateway already: a service judges its own. */
const NOT_FORWARDED = ['expect', 'te', 'trailer', 'upgrade', 'keep-alive', 'origin', 'sec-fetch-site']
const OF_BODY = ['content-length', 'content-type', 'transfer-encoding']

type Headers = Record<string, string | string[] | undefined>

interface Forwarded {
  readonly method: string
  readonly headers: Headers
}

/** Forwards `/api/<service>/…` to the services: method, path, query, body and headers stay as they are. */
export const forwardWithin =
  (timeoutMs: number): OpenPart =>
  ({ urls }) => ({
    addUndescribedRoutes: async (api) => {
      for (const service of urls.keys())
        await api.register((scope: Api) =>
          forwardTo(scope, { service, upstream: () => urls.get(service) ?? '', timeoutMs }),
        )
    },
  })

/** A service answers within five seconds, or within two more where it waits for a Consistency-Token. */
export const forward = forwardWithin(10_000)

interface Target {
  readonly service: ServiceName
  readonly upstream: () => string
  readonly timeoutMs: number
}

async function forwardTo(api: Api, { service, upstream, timeoutMs }: Target): Promise<void> {
  api.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, hide: true }
  })
  api.removeAllContentTypeParsers()
  // The bytes as they came: a signature covers them. Nothing is longer than what a service takes.
  api.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  await api.register(proxy, {
    upstream: '', // a service may have several processes, of which the first is the first that runs
    prefix: `/api/${service}`,
    rewritePrefix: '/',
    proxyPayloads: false,
    disableRequestLogging: true,
    undici: {
      connections: MAX_CONNECTIONS,
      connect: { timeout: CONNECT_TIMEOUT_MS },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    },
    handler: (request, reply, dest, options) => {
      const { body } = request as { body?: Buffer }
      const contentType = request.headers['content-type'] ?? UNNAMED
      return reply.from(dest, { ...options, ...(body && { body, contentType }) })
    },
    replyOptions: {
      getUpstream: upstream,
      rewriteRequestHeaders: (request, headers) => rewritten(request, headers),
      // Only the caller knows whether it may be asked twice.
      retryDelay: () => null,
      onError: (reply, { error }) => void reply.send(problemOf(service, error as Failure, timeoutMs)),
    },
  })
}

/** The library needs a type for a body; a request without one is forwarded without one. */
const UNNAMED = 'application/octet-stream'

function rewritten({ method, headers: original }: Forwarded, headers: Headers): Headers {
  const without = [
    ...NOT_FORWARDED,
    ...(NO_BODY.includes(method) ? OF_BODY : []),
    ...(original['content-type'] === undefined ? ['content-type'] : []),
  ]
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !without.includes(name)))
}
