import swagger from '@fastify/swagger'
import Fastify from 'fastify'
import { describeRoute, withShared } from './describe.ts'
import { Examples, type Filled, fillIn } from './examples.ts'
import { FilledIn } from './filled-in.ts'
import { type Fixed, fixed, JSON_TYPE, sendFixed } from './fixed.ts'
import { OPERATOR, OPERATOR_SCHEME } from './operator.ts'
import type { Reading } from './read.ts'
import type { Api } from './types.ts'

const PAGE = '/docs/'
const DESCRIPTION = '/docs/openapi.json'
const SCRIPT = '/docs/js/scalar.js'
/** The page has inline and local scripts, and may call only this service. */
const PAGE_POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"

/** Must be registered before the routes that it describes. */
export async function addOpenApi(api: Api, title: string, make = async () => describedRoutes(api)): Promise<void> {
  await api.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title, version: '1' },
      components: { securitySchemes: { [OPERATOR]: OPERATOR_SCHEME } },
    },
    transform: ({ schema, url, route }) => ({
      schema: describeRoute(schema, String(route.method), url, route.config ?? {}),
      url,
    }),
  })
  let document: Promise<Fixed> | undefined
  api.get('/openapi.json', { schema: { hide: true }, config: { tokens: false } }, async (request, reply) => {
    document ??= make().then((made) => fixed(JSON.stringify(made), JSON_TYPE))
    return sendFixed(request, reply, await document)
  })
}

/** The OpenAPI document of the routes that have been added. */
export const describedRoutes = (api: Api): object => withShared(api.swagger())

/** Makes the document of the reference page, with examples for each request. */
export function withExamples(api: Api, runtime: Reading): () => Promise<object> {
  const examples = new Examples()
  api.addHook('onRoute', (route) => examples.add(route))
  return async () => {
    const document = structuredClone(describedRoutes(api)) as Filled
    fillIn(document, await examples.make(runtime))
    return document
  }
}

/**
 * The reference page. `make` makes its document: `/openapi.json` with examples, so that each request works unchanged,
 * at the address of the page, with current data. The viewer comes from a package, not from the internet, and is
 * loaded on first use: it is larger than the rest of the process.
 */
export function addReference(api: Api, make: () => Promise<object>): void {
  const filled = new FilledIn(make)
  api.get(DESCRIPTION, { schema: { hide: true }, config: { tokens: false } }, async (request, reply) =>
    sendFixed(request, reply, await filled.servedFrom(`${request.protocol}://${request.host}`)),
  )
  let loading: Promise<ReadonlyMap<string, Fixed>> | undefined
  api.get('/docs', { schema: { hide: true } }, (_request, reply) => reply.redirect(PAGE, 301))
  for (const path of [PAGE, SCRIPT])
    api.get(path, { schema: { hide: true } }, async (request, reply) => {
      loading ??= loadViewer()
      const file = (await loading).get(path)
      if (!file) throw new Error(`the viewer of the reference has no ${path}`)
      return sendFixed(request, reply.header('content-security-policy', PAGE_POLICY), file)
    })
}

/** The viewer provides its files only over HTTP: each is requested once. */
async function loadViewer(): Promise<ReadonlyMap<string, Fixed>> {
  const { default: viewer } = await import('@scalar/fastify-api-reference')
  const app = Fastify()
  await app.register(viewer, {
    routePrefix: PAGE,
    configuration: {
      url: DESCRIPTION,
      withDefaultFonts: false,
      telemetry: false,
      // The vendor's other features call the internet, which this page must not.
      showDeveloperTools: 'never',
      hideClientButton: true,
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  })
  const files = [PAGE, SCRIPT].map(async (path) => {
    const { body, headers } = await app.inject(path)
    return [path, fixed(body, String(headers['content-type']))] as const
  })
  return new Map(await Promise.all(files))
}
