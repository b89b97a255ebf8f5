import type { FastifyContextConfig, FastifySchema } from 'fastify'
import Type, { type TObject, type TProperties } from 'typebox'
import { IdempotencyKey } from './idempotency.ts'
import { operationIdOf } from './operation-id.ts'
import { isGuarded, OPERATOR } from './operator.ts'
import { PROBLEM_MEDIA_TYPE } from './problem.ts'
import { HEADER_COMPONENTS, headerRef, responseHeaders } from './response-headers.ts'
import { ProblemBody, problemResponse } from './schemas.ts'
import { ConsistencyTokens } from './tokens.ts'

/** Adds what holds for every route to its schema: for the OpenAPI document only, not for validation. */
export function describeRoute(
  schema: FastifySchema,
  method: string,
  url: string,
  config: FastifyContextConfig,
): FastifySchema {
  if (schema.hide) return schema
  const response = { ...(schema.response as Responses | undefined) }
  for (const [status, slugs] of Object.entries(commonProblems(method, schema, config)))
    response[status] = withSlugs(response[status], slugs)
  const isList = isListIn(response)
  for (const [status, body] of Object.entries(response)) {
    const headers = responseHeaders({ status, isGuarded: isGuarded(schema, config), isList, config })
    response[status] = { ...body, headers }
  }
  const querystring = withOptionalDefaults(schema.querystring as TObject | undefined)
  const security = isGuarded(schema, config) && [{ [OPERATOR]: [] }]
  return {
    operationId: operationIdOf(method, url, method === 'GET' && isList),
    ...schema,
    ...(querystring && { querystring }),
    ...(security && { security }),
    headers: headersOf(config),
    response,
  }
}

type Responses = Record<string, object>

const isListIn = (response: Responses): boolean =>
  'items' in ((response['200'] as TObject | undefined)?.properties ?? {})

/** Problems that any route may return, by status. */
function commonProblems(method: string, schema: FastifySchema, config: FastifyContextConfig) {
  const { tokens = true, idempotent = false, stores = true } = config
  const isWrite = method !== 'GET'
  const isStored = isWrite && stores
  return {
    400: [
      'invalid-request',
      ...(idempotent ? ['idempotency-key-required'] : []),
      ...(tokens ? ['invalid-token', 'token-not-applicable'] : []),
    ],
    ...(isGuarded(schema, config) && { 401: ['unauthenticated'] }),
    ...(isWrite && { 403: ['cross-site'] }),
    ...(idempotent && { 409: ['request-in-progress'], 422: ['idempotency-key-reused'] }),
    ...(isWrite && { 413: ['body-too-large'], 415: ['unsupported-media-type'] }),
    ...(isStored && { 429: ['queue-full'] }),
    421: ['unknown-host'],
    500: ['internal-error'],
    ...((isStored || tokens) && {
      503: [
        'store-unavailable',
        ...(isStored ? ['store-conflict', 'outcome-unknown'] : []),
        ...(tokens ? ['not-caught-up', 'too-many-waiting'] : []),
      ],
    }),
  }
}

function withSlugs(response: object | undefined, slugs: readonly string[]): object {
  const declared = (response as { description?: string } | undefined)?.description?.split(', ') ?? []
  return problemResponse([...new Set([...declared, ...slugs])].join(', '))
}

function headersOf({ tokens = true, idempotent = false, signed }: FastifyContextConfig): TObject {
  const headers: TProperties = { ...signed }
  if (idempotent) headers['Idempotency-Key'] = IdempotencyKey
  if (tokens) headers['Consistency-Token'] = Type.Optional(ConsistencyTokens)
  return Type.Object(headers)
}

/** A parameter with a default is required for the handler and optional for the client. */
function withOptionalDefaults(query: TObject | undefined): object | undefined {
  if (!query?.required) return query
  const required = query.required.filter((name) => !('default' in (query.properties[name] ?? {})))
  return { ...query, required }
}

/** Makes problems refer to one schema, and headers to one description each; a body that may be null may be left out. */
export function withShared(document: object): object {
  const { paths, components } = document as Described
  const operations = Object.values(paths).flatMap((path) => Object.values(path))
  for (const { requestBody } of operations)
    if (requestBody?.content['application/json']?.schema.anyOf?.some(({ type }) => type === 'null'))
      requestBody.required = false
  for (const { responses } of operations)
    for (const { content, headers } of Object.values(responses)) {
      const problem = content?.[PROBLEM_MEDIA_TYPE]
      if (problem) problem.schema = { $ref: '#/components/schemas/Problem' }
      for (const name in headers) headers[name] = headerRef(name)
    }
  const shared = { schemas: { Problem: ProblemBody }, headers: HEADER_COMPONENTS }
  return { ...document, components: { ...components, ...shared } }
}

interface Described {
  readonly components?: object
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

interface Operation {
  readonly requestBody?: {
    required?: boolean
    readonly content: Readonly<Record<string, { readonly schema: { readonly anyOf?: readonly { type?: string }[] } }>>
  }
  readonly responses: Answers
}

type Answers = Readonly<
  Record<
    string,
    { readonly content?: Readonly<Record<string, { schema: object }>>; readonly headers?: Record<string, object> }
  >
>
