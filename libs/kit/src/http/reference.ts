import swagger from '@fastify/swagger'
import Fastify, { type FastifyInstance } from 'fastify'
import { describeRoute, withProblem } from './describe.ts'
import type { Api } from './types.ts'

const PAGE = '/docs'
/** The page carries its script inline and beside itself, and may call this service alone. */
const PAGE_POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"

/** Must come before the routes that it describes. */
export async function addOpenApi(api: Api, title: string): Promise<void> {
  await api.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title, version: '1' } },
    transform: ({ schema, url, route }) => ({
      schema: describeRoute(schema, String(route.method), route.config ?? {}),
      url,
    }),
  })
  api.get('/openapi.json', { schema: { hide: true } }, () => withProblem(api.swagger()))
}

/**
 * The reference page, made from `/openapi.json`. Its viewer comes from the package, not from the internet, and is
 * loaded when somebody asks for it: it weighs more than the rest of the process.
 */
export function addReference(api: Api): void {
  let loading: Promise<FastifyInstance> | undefined
  const serve = async (url: string) => {
    loading ??= loadViewer()
    return (await loading).inject(url)
  }
  for (const path of [PAGE, `${PAGE}/*`])
    api.get(path, { schema: { hide: true } }, async (request, reply) => {
      const { statusCode, headers, rawPayload } = await serve(request.url)
      reply.code(statusCode).headers({ ...headers, 'content-security-policy': PAGE_POLICY })
      return reply.send(rawPayload)
    })
}

async function loadViewer(): Promise<FastifyInstance> {
  const { default: viewer } = await import('@scalar/fastify-api-reference')
  const app = Fastify()
  await app.register(viewer, {
    routePrefix: PAGE,
    configuration: {
      url: '/openapi.json',
      withDefaultFonts: false,
      telemetry: false,
      // The rest of the vendor's shop window: it talks to the internet, which this page may not.
      showDeveloperTools: 'never',
      hideClientButton: true,
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  })
  await app.ready()
  return app
}
