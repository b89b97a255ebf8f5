import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { InjectOptions, LightMyRequestResponse as Response } from 'fastify'
import { FORMATS } from '../../http/formats.ts'
import type { Api } from '../../http/index.ts'
import { type Harness, OPERATOR_HEADERS } from '../harness.ts'
import { type Document, type Route, routesOf, type Schema } from './document.ts'

/** More than the limit of a body. */
const TOO_LONG_BYTES = 70_000
/** Responses of a failing process, which no request alone can cause. */
const OF_TROUBLE = ['429', '500', '503']

interface Ask extends InjectOptions {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
}

const ELSEWHERE = [
  // Need something to end between two requests, which no test waits for: a repair, or a rebuild.
  ...['POST /parked/{id}/retry 202', 'POST /views/{view}/rebuild 409', 'POST /views/{view}/swap 202'],
  // Where faults are not allowed; here they are.
  ...['GET', 'PUT', 'DELETE'].map((method) => `${method} /faults 404`),
]

interface Parked {
  readonly id: string
  readonly streamId: string
  readonly version: number
}

/** Checks requests and responses of a service against its own OpenAPI document. */
export class Conversation {
  readonly faults: string[] = []
  readonly document: Document
  readonly #api: Api
  readonly #routes: readonly Route[]
  readonly #shown = new Set<string>()
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, formats: formats() })

  private constructor(api: Api, document: Document) {
    this.#api = api
    this.document = document
    this.#routes = routesOf(document)
    this.#ajv.addSchema(document, 'document')
  }

  static async with(api: Api): Promise<Conversation> {
    return new Conversation(api, (await api.inject('/openapi.json')).json())
  }

  async ask(ask: Ask): Promise<Response> {
    const answer = await this.#api.inject({ ...ask, headers: { ...OPERATOR_HEADERS, ...ask.headers } })
    const route = this.#routeOf(ask)
    if (route) this.#judge(route, ask, answer)
    else this.faults.push(`${ask.method} ${ask.url}: the document has no such route.`)
    return answer
  }

  /** Calls the routes that every service has. @param consumed a consumed event, to park one */
  async askCommon(harness: Pick<Harness, 'arriveBroken' | 'runtime'>, consumed: string): Promise<void> {
    for (const url of COMMON) await this.ask({ method: 'GET', url })
    const streams = await streamsOf(harness.runtime)
    // A service that only reads has no streams.
    if (streams.length === 0) this.#shown.add('GET /streams/{id} 200')
    for (const id of [crypto.randomUUID(), ...streams]) await this.ask({ method: 'GET', url: `/streams/${id}` })
    const stream = crypto.randomUUID()
    for (const _ of ['poison', 'what waits behind it']) await harness.arriveBroken(consumed, stream)
    const { items } = (await this.ask({ method: 'GET', url: '/parked' })).json<{ items: Parked[] }>()
    const last = items.filter(({ streamId }) => streamId === stream).toSorted((a, b) => b.version - a.version)
    for (const id of [crypto.randomUUID(), ...last.map(({ id }) => id)]) await this.#settle(id)
    for (const topic of [harness.runtime.service.subscribes[0], 'a topic of nobody'])
      await this.ask({ method: 'POST', url: '/reread', payload: { topic } })
    await this.ask({ method: 'PUT', url: '/faults', payload: { seed: 7, faults: [{ name: 'lag', rate: 0.5, ms: 9 }] } })
    for (const method of ['GET', 'DELETE'] as const) await this.ask({ method, url: '/faults' })
    for (const view of [harness.runtime.service.views[0]?.name, 'a_view_of_nobody'])
      for (const [what, payload] of [['swap', { why: 'a test' }], ['rebuild']] as const)
        await this.ask({ method: 'POST', url: `/views/${view}/${what}`, ...(payload && { payload }) })
    await this.#askWrongly()
  }

  async #settle(id: string): Promise<void> {
    await this.ask({ method: 'POST', url: `/parked/${id}/retry` })
    await this.ask({ method: 'POST', url: `/parked/${id}/skip`, payload: { why: 'a test' } })
  }

  /** Sends what every route refuses in the same way. */
  async #askWrongly(): Promise<void> {
    for (const { method, path } of this.#routes) {
      const ask = {
        method: method.toUpperCase() as Ask['method'],
        url: path.replaceAll(/\{\w+\}/g, crypto.randomUUID()),
      }
      await this.ask({ ...ask, url: `${ask.url}?unheard=of` })
      await this.ask({ ...ask, headers: { host: 'another.example' } })
      await this.ask({ ...ask, headers: { authorization: '' } })
      if (ask.method === 'GET') continue
      await this.ask({ ...ask, headers: { 'sec-fetch-site': 'cross-site' } })
      await this.ask({ ...ask, headers: { 'content-type': 'text/plain' }, payload: 'what?' })
      await this.ask({ ...ask, headers: JSON_TYPE, payload: `"${'x'.repeat(TOO_LONG_BYTES)}"` })
    }
  }

  /** Responses in the document that no request has caused. */
  unshown(): string[] {
    return this.#routes
      .flatMap(({ name, operation }) => Object.keys(operation.responses).map((status) => `${name} ${status}`))
      .filter(
        (promise) =>
          !this.#shown.has(promise) &&
          !ELSEWHERE.includes(promise) &&
          !OF_TROUBLE.some((status) => promise.endsWith(status)),
      )
  }

  #routeOf({ method, url }: Ask): Route | undefined {
    const [path = ''] = url.split('?')
    return this.#routes.find((route) => route.method.toUpperCase() === method && patternOf(route.path).test(path))
  }

  #judge(route: Route, ask: Ask, answer: Response): void {
    const status = String(answer.statusCode)
    this.#shown.add(`${route.name} ${status}`)
    const promised = route.operation.responses[status]
    const faults = promised
      ? [
          ...this.#headerFaults(promised.headers, answer),
          ...this.#answerFaults(promised.content, answer),
          ...(status < '300' ? this.#requestFaults(route, ask) : []),
        ]
      : ['the document has no such status']
    this.faults.push(...faults.map((fault) => `${route.name}: ${status}: ${fault}.`))
  }

  /** A header of the document is there only where the document says so, and wherever it is required. */
  #headerFaults(promised: object = {}, { headers }: Response): string[] {
    return Object.entries(this.document.components?.headers ?? {}).flatMap(([name, { required }]) => {
      const [isPromised, isThere] = [Object.hasOwn(promised, name), headers[name.toLowerCase()] !== undefined]
      if (isThere && !isPromised) return [`the document has no header ${name}`]
      return required && isPromised && !isThere ? [`the header ${name} is missing`] : []
    })
  }

  #answerFaults(content: Route['operation']['responses'][string]['content'], answer: Response): string[] {
    if (!content) return answer.body === '' ? [] : ['the response has a body, but the document describes none']
    const mediaType = String(answer.headers['content-type']).split(';')[0] ?? ''
    const schema = content[mediaType]?.schema
    if (!schema) return [`the response is ${mediaType}, but the document has ${Object.keys(content).join(', ')}`]
    return this.#violations('the answer', schema, mediaType.endsWith('json') ? answer.json() : answer.body)
  }

  /** An accepted request must match the document. */
  #requestFaults({ path, operation }: Route, { url, headers = {}, payload }: Ask): string[] {
    const { pathname, searchParams } = new URL(url, 'http://service.invalid')
    const given = { path: patternOf(path).exec(pathname)?.groups ?? {}, query: Object.fromEntries(searchParams) }
    const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
    const parameters = (operation.parameters ?? []).flatMap(({ name, in: place, required, schema }) => {
      const value = place === 'header' ? lower[name.toLowerCase()] : given[place][name]
      if (value === undefined)
        return required ? [`the request was accepted without its ${place} parameter ${name}`] : []
      return this.#violations(`${place} parameter ${name}`, schema, schema.type === 'integer' ? Number(value) : value)
    })
    const schema = operation.requestBody?.content['application/json']?.schema
    const body = typeof payload === 'string' ? (JSON.parse(payload) as unknown) : payload
    return body === undefined || !schema
      ? parameters
      : [...parameters, ...this.#violations('the request', schema, body)]
  }

  #violations(what: string, schema: Schema, value: unknown): string[] {
    const validate = this.#compiled(schema)
    if (validate(value)) return []
    return (validate.errors ?? []).map(({ instancePath, message, params }) =>
      [what, instancePath, message, params.additionalProperty].filter(Boolean).join(' '),
    )
  }

  readonly #validators = new Map<Schema, ValidateFunction>()

  #compiled(schema: Schema): ValidateFunction {
    const known = this.#validators.get(schema)
    const validate = known ?? this.#ajv.compile(schema.$ref ? { $ref: `document${schema.$ref}` } : schema)
    this.#validators.set(schema, validate)
    return validate
  }
}

/** Lists and pages of every service. */
const COMMON = ['/health/live', '/health/ready', '/metrics', '/pending', '/gates', '/commands', '/views']

/** Streams with recent events, of every aggregate. */
const streamsOf = async ({ service, reader }: Harness['runtime']): Promise<string[]> =>
  (await Promise.all(service.aggregates.map(({ name }) => reader.recent(name)))).flat()

const JSON_TYPE = { 'content-type': 'application/json' }

const patternOf = (path: string): RegExp => new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`)

const formats = () => ({
  ...Object.fromEntries(Object.entries(FORMATS).map(([name, { validate }]) => [name, validate])),
  email: true as const,
  uri: (text: string) => URL.canParse(text),
})
