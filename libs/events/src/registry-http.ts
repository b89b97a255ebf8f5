import { RegistryUnavailable } from './errors.ts'

/** Timeout of one call, including its response. */
const REGISTRY_TIMEOUT_MS = 5_000
const MAX_ANSWER_BYTES = 4 * 2 ** 20
/** Refusals of the registry itself: not found, or a schema breaks its rules or Avro's. */
const REFUSALS = new Set([404, 409, 422])

export interface Answer {
  readonly status: number
  readonly body: AnswerBody
}

/** Fields of the registry's responses, unverified. */
interface AnswerBody {
  readonly id?: unknown
  readonly schema?: unknown
  readonly schemaType?: unknown
  readonly is_compatible?: unknown
  readonly compatibilityLevel?: unknown
  readonly messages?: unknown
  readonly message?: unknown
  readonly error_code?: unknown
}

/** Credentials for writing; reading needs none. */
export interface Credentials {
  readonly user: string
  readonly password: string
}

export const unexpected = (subject: string, what: string, { status, body }: Answer) =>
  new RegistryUnavailable(`${subject}: the registry ${what}: ${status} ${body.message ?? ''}`)

/** Calls the registry: resolves for 2xx and for its own refusals, else rejects with RegistryUnavailable. */
export type Call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object) => Promise<Answer>

const SCHEMA_NOT_FOUND = 40_403

/** The registry itself reports a missing schema: a 404 without this code may come from a proxy. */
export const isMissingSchema = ({ status, body }: Answer): boolean =>
  status === 404 && body.error_code === SCHEMA_NOT_FOUND

/*
 * Plain fetch instead of the client of @kafkajs/confluent-schema-registry, which has no time-out, makes a refused
 * connection look like status 400, parses reader schemas anew for each message, and registers before it sets the
 * compatibility; loading it costs each service 150 ms and 17 MB. The tests read what this package writes with it.
 */
export function registryCalls(registryUrl: string, credentials?: Credentials): Call {
  const base = registryUrl.replace(/\/+$/, '')
  return async (method, path, body) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await ask(`${base}${path}`, { method, headers, body: body && JSON.stringify(body) }, credentials)
    if (answer.status < 300 || isRefusal(answer)) return answer
    throw new RegistryUnavailable(
      `${method} ${base}${path} returned status ${answer.status}, which a working schema registry does not. ` +
        (NOT_LET_IN.includes(answer.status) ? WRITERS : ADVICE),
    )
  }
}

interface Question {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer>
}

/** Sends any request and returns any response. Rejects with RegistryUnavailable if there is none. */
export function ask(url: string, { method, headers, body }: Question, credentials?: Credentials): Promise<Answer> {
  const login = credentials && { authorization: `Basic ${btoa(`${credentials.user}:${credentials.password}`)}` }
  return send(`${method} ${url}`, url, {
    method,
    headers: { accept: 'application/json', ...headers, ...login },
    signal: AbortSignal.timeout(REGISTRY_TIMEOUT_MS),
    body,
  })
}

const NOT_LET_IN = [401, 403]
const WRITERS = 'Only deployment may write there, with its password: npm run connect shows it.'
const ADVICE = 'Start the registry, or correct its URL (it ends in /apis/ccompat/v7 for Apicurio).'

async function send(what: string, url: string, request: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(url, request)
    const body = parse(await textOf(response), response.ok && response.status !== 204)
    return { status: response.status, body: typeof body === 'object' && body !== null ? { ...body } : {} }
  } catch (cause) {
    throw new RegistryUnavailable(`${what} got no response: ${reasonOf(cause)}. ${ADVICE}`, { cause })
  }
}

async function textOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.length
    if (bytes > MAX_ANSWER_BYTES) throw new Error(`the response has more than ${MAX_ANSWER_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

/** A refusal may come from a proxy, in HTML. */
function parse(text: string, isOk: boolean): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (isOk) throw error
    return {}
  }
}

/** The registry's own refusals have an error code; a 404 without one is of another server or path. */
function isRefusal({ status, body }: Answer): boolean {
  return REFUSALS.has(status) && typeof body.error_code === 'number'
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `nothing arrived within ${REGISTRY_TIMEOUT_MS} ms`
  const code = error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : undefined
  return code ?? error.message
}
