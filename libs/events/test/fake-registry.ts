import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseSchema } from '../src/avro-types.ts'

/** As much of a registry with Confluent's API as this package calls, with the answers that Apicurio 3.0.9 gives. */
export interface FakeRegistry extends AsyncDisposable {
  readonly url: string
  /** Every call in order, as `PUT /config/<subject>`. */
  readonly calls: string[]
  readonly rules: Map<string, string>
  /** Schema texts by subject; the id is the place in `schemas` plus one. */
  readonly subjects: Map<string, string[]>
  readonly schemas: string[]
  /** Answers this instead of what it should, where set. */
  broken: ((response: ServerResponse) => void) | undefined
}

interface Answer {
  readonly status: number
  readonly body: object
}

export async function startFakeRegistry(): Promise<FakeRegistry> {
  const server = createServer((request, response) => void serve(registry, request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const registry: FakeRegistry = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: [],
    rules: new Map(),
    subjects: new Map(),
    schemas: [],
    broken: undefined,
    [Symbol.asyncDispose]: () => stop(server),
  }
  return registry
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

async function serve(registry: FakeRegistry, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = (await request.toArray()).join('')
  const path = (request.url ?? '').replace(/\?.*/, '')
  registry.calls.push(`${request.method} ${path}`)
  if (registry.broken) return registry.broken(response)
  const { status, body } = answer(registry, `${request.method} ${path}`, text ? JSON.parse(text) : {})
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function answer(registry: FakeRegistry, call: string, body: { schema: string; compatibility: string }): Answer {
  const [, verb, subject = ''] =
    /^(PUT \/config|POST \/compatibility\/subjects|POST \/subjects|GET \/subjects|GET \/schemas\/ids)\/([^/]+)/.exec(
      call,
    ) ?? []
  if (verb === 'PUT /config') return configure(registry, subject, body.compatibility)
  if (verb === 'POST /compatibility/subjects') return judge(registry, subject, body.schema)
  if (verb === 'GET /subjects') return versions(registry, subject, Number(call.split('/versions/')[1]))
  if (verb === 'GET /schemas/ids') return byId(registry, Number(subject))
  return call.endsWith('/versions') ? register(registry, subject, body.schema) : find(registry, subject, body.schema)
}

function configure(registry: FakeRegistry, subject: string, compatibilityLevel: string): Answer {
  registry.rules.set(subject, compatibilityLevel)
  return { status: 200, body: { compatibilityLevel } }
}

function find(registry: FakeRegistry, subject: string, schema: string): Answer {
  if (!registry.subjects.get(subject)?.includes(schema)) return refusal(404, 40403, 'does not match any schema')
  return { status: 200, body: { subject, id: registry.schemas.indexOf(schema) + 1, schema } }
}

function judge(registry: FakeRegistry, subject: string, schema: string): Answer {
  const versions = registry.subjects.get(subject)
  if (!versions) return refusal(404, 40401, 'No artifact')
  return { status: 200, body: { is_compatible: versions.every((version) => compatible(version, schema)) } }
}

/** The numbers of a subject's versions, or the one that is asked for. */
function versions(registry: FakeRegistry, subject: string, version: number): Answer {
  const schemas = registry.subjects.get(subject) ?? []
  if (Number.isNaN(version)) return { status: 200, body: schemas.map((_, index) => index + 1) }
  return { status: 200, body: { subject, version, schema: schemas[version - 1] } }
}

function register(registry: FakeRegistry, subject: string, schema: string): Answer {
  const versions = registry.subjects.get(subject) ?? []
  if (registry.rules.get(subject) && !versions.every((version) => compatible(version, schema)))
    return refusal(409, 409, 'RuleViolationException')
  registry.subjects.set(subject, [...versions, schema])
  if (!registry.schemas.includes(schema)) registry.schemas.push(schema)
  return { status: 200, body: { id: registry.schemas.indexOf(schema) + 1 } }
}

function byId(registry: FakeRegistry, id: number): Answer {
  const schema = registry.schemas[id - 1]
  return schema
    ? { status: 200, body: { schema, schemaType: 'AVRO' } }
    : refusal(404, 40403, `No content with ID '${id}'`)
}

const refusal = (status: number, error_code: number, message: string): Answer => ({
  status,
  body: { error_code, message },
})

function compatible(one: string, other: string): boolean {
  const [a, b] = [parseSchema(JSON.parse(one)), parseSchema(JSON.parse(other))]
  try {
    return Boolean(a.createResolver(b) && b.createResolver(a))
  } catch {
    return false
  }
}
