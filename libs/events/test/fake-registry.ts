import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { strFromU8, unzipSync } from 'fflate'
import { parseSchema } from '../src/avro-types.ts'

/** As much of a registry with Confluent's API as this package calls, with the answers that Apicurio 3.0.9 gives. */
export interface FakeRegistry extends AsyncDisposable {
  readonly url: string
  /** Every call in order, as `PUT /config/<subject>`. */
  readonly calls: string[]
  readonly rules: Map<string, string>
  /** Ids by subject, the first version first. */
  readonly subjects: Map<string, number[]>
  /** Schema texts by id. */
  readonly schemas: Map<number, string>
  /** Answers this instead of what it should, where set. */
  broken: ((response: ServerResponse) => void) | undefined
}

/** Who may write there. */
export const DEPLOYMENT = { user: 'deployment', password: 'let-me-in' }
const LOGIN = `Basic ${btoa(`${DEPLOYMENT.user}:${DEPLOYMENT.password}`)}`

interface Answer {
  readonly status: number
  readonly body: object
}

export async function startFakeRegistry(): Promise<FakeRegistry> {
  const server = createServer((request, response) => void serve(registry, request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const registry: FakeRegistry = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/apis/ccompat/v7`,
    calls: [],
    rules: new Map(),
    subjects: new Map(),
    schemas: new Map(),
    broken: undefined,
    [Symbol.asyncDispose]: () => stop(server),
  }
  return registry
}

/** The texts of a subject's versions. */
export const textsOf = ({ subjects, schemas }: FakeRegistry, subject: string): string[] =>
  (subjects.get(subject) ?? []).map((id) => schemas.get(id) ?? '')

/** As anybody else registers: under the next id. */
export function registerByHand(registry: FakeRegistry, subject: string, text: string, asId?: number): number {
  const known = [...registry.schemas].find(([, other]) => other === text)?.[0]
  const id = known ?? asId ?? Math.max(0, ...registry.schemas.keys()) + 1
  registry.schemas.set(id, text)
  registry.subjects.set(subject, [...(registry.subjects.get(subject) ?? []), id])
  return id
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

async function serve(registry: FakeRegistry, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const bytes = Buffer.concat(await request.toArray())
  const url = (request.url ?? '').replace('/apis/ccompat/v7', '')
  const call = `${request.method} ${url.replace(/\?(?!permanent).*/, '')}`
  registry.calls.push(call)
  if (registry.broken) return registry.broken(response)
  const mayWrite = request.headers.authorization === LOGIN
  const { status, body } = mayWrite || isOpen(call) ? answer(registry, call, bytes) : { status: 401, body: {} }
  response.writeHead(status, { 'content-type': 'application/json' }).end(status === 204 ? '' : JSON.stringify(body))
}

/** Reading, and looking a schema up. */
const isOpen = (call: string): boolean => /^(GET .*|POST \/subjects\/[^/]+)$/.test(call)

function answer(registry: FakeRegistry, call: string, bytes: Buffer): Answer {
  if (call === 'POST /apis/registry/v3/admin/import') return imported(registry, bytes)
  if (call === 'GET /subjects') return { status: 200, body: [...registry.subjects.keys()] }
  const body = (bytes.length > 0 ? JSON.parse(String(bytes)) : {}) as { schema: string; compatibility: string }
  const [, verb, subject = ''] =
    /^((?:PUT|GET) \/config|POST \/compatibility\/subjects|(?:POST|GET|DELETE) \/subjects|GET \/schemas\/ids)\/([^/]+)/.exec(
      call,
    ) ?? []
  if (verb === 'PUT /config') return configure(registry, subject, body.compatibility)
  if (verb === 'GET /config') return rulesOf(registry, subject)
  if (verb === 'POST /compatibility/subjects') return judge(registry, subject, body.schema)
  if (verb === 'GET /subjects') return versions(registry, subject, Number(call.split('/versions/')[1]))
  if (call.endsWith('?permanent=true')) return forget(registry)
  if (verb === 'DELETE /subjects') return remove(registry, subject, Number(call.split('/versions/')[1]))
  if (verb === 'GET /schemas/ids') return byId(registry, Number(subject))
  return call.endsWith('/versions') ? register(registry, subject, body.schema) : find(registry, subject, body.schema)
}

/** The ids in the archive stay as they are; what it has already is left out. */
function imported({ schemas }: FakeRegistry, bytes: Buffer): Answer {
  const files = unzipSync(bytes)
  const texts = [...schemas.values()]
  for (const [name, content] of Object.entries(files)) {
    if (!name.endsWith('.Content.json')) continue
    const { contentId } = JSON.parse(strFromU8(content)) as { contentId: number }
    const text = strFromU8(files[name.replace(/json$/, 'data')] ?? new Uint8Array())
    if (!schemas.has(contentId) && !texts.includes(text)) schemas.set(contentId, text)
  }
  return { status: 204, body: {} }
}

function configure(registry: FakeRegistry, subject: string, compatibilityLevel: string): Answer {
  registry.rules.set(subject, compatibilityLevel)
  return { status: 200, body: { compatibilityLevel } }
}

function rulesOf({ rules, subjects }: FakeRegistry, subject: string): Answer {
  if (!rules.has(subject) && !subjects.has(subject)) return refusal(404, 40401, 'No artifact')
  return { status: 200, body: { compatibilityLevel: rules.get(subject) ?? 'NONE' } }
}

function find(registry: FakeRegistry, subject: string, schema: string): Answer {
  const id = registry.subjects.get(subject)?.find((one) => registry.schemas.get(one) === schema)
  if (id === undefined) return refusal(404, 40403, 'does not match any schema')
  return { status: 200, body: { subject, id, schema } }
}

function judge(registry: FakeRegistry, subject: string, schema: string): Answer {
  if (!registry.subjects.has(subject)) return refusal(404, 40401, 'No artifact')
  return { status: 200, body: { is_compatible: textsOf(registry, subject).every((text) => compatible(text, schema)) } }
}

/** The numbers of a subject's versions, or the one that is asked for. */
function versions(registry: FakeRegistry, subject: string, version: number): Answer {
  const ids = registry.subjects.get(subject)
  if (!ids) return refusal(404, 40401, 'No artifact')
  if (Number.isNaN(version)) return { status: 200, body: ids.map((_, index) => index + 1) }
  const id = ids[version - 1] ?? 0
  return { status: 200, body: { subject, version, id, schema: registry.schemas.get(id) } }
}

/** Out of use: its text keeps its id. */
function remove({ subjects }: FakeRegistry, subject: string, version: number): Answer {
  const left = (subjects.get(subject) ?? []).filter((_, index) => !Number.isNaN(version) && index + 1 !== version)
  if (left.length > 0) subjects.set(subject, left)
  else subjects.delete(subject)
  return { status: 200, body: [version] }
}

/** For good: what no subject uses any more is forgotten. */
function forget({ subjects, schemas }: FakeRegistry): Answer {
  const used = new Set([...subjects.values()].flat())
  for (const id of schemas.keys()) if (!used.has(id)) schemas.delete(id)
  return { status: 200, body: [] }
}

function register(registry: FakeRegistry, subject: string, schema: string): Answer {
  if (registry.rules.get(subject) && !textsOf(registry, subject).every((text) => compatible(text, schema)))
    return refusal(409, 409, 'RuleViolationException')
  return { status: 200, body: { id: registerByHand(registry, subject, schema) } }
}

function byId(registry: FakeRegistry, id: number): Answer {
  const schema = registry.schemas.get(id)
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
