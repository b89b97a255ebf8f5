import type { FastifyContextConfig } from 'fastify'
import Type, { type TSchema } from 'typebox'

/** Response headers of the OpenAPI document, by their names there. */
const HEADERS = {
  'x-request-id': Type.String({
    format: 'uuid',
    description: "The request's id in logs, and the cause of the events that follow",
  }),
  'Consistency-Token': Type.String({
    description: 'The version of the stream that the response is about; absent while the stream has no events',
  }),
  Location: Type.String({ description: 'The path of what was created' }),
  'Retry-After': Type.String({ pattern: '^[0-9]+$', description: 'Seconds' }),
  'Idempotency-Replayed': Type.String({
    description: 'true: an earlier request had this Idempotency-Key, and this is its response',
  }),
  'WWW-Authenticate': Type.String({ description: 'How to authenticate' }),
} as const satisfies Readonly<Record<string, TSchema>>
type Name = keyof typeof HEADERS

/** Headers that every response with this name has. */
const ALWAYS: readonly Name[] = ['x-request-id', 'Location', 'Retry-After', 'WWW-Authenticate']

/** For `components` of the OpenAPI document. */
export const HEADER_COMPONENTS = Object.fromEntries(
  Object.entries<TSchema & { description?: string }>(HEADERS).map(([name, { description, ...schema }]) => [
    name,
    { description, required: ALWAYS.includes(name as Name), schema },
  ]),
)

export const headerRef = (name: string) => ({ $ref: `#/components/headers/${name}` })

export interface Answering {
  readonly status: string
  readonly isGuarded: boolean
  /** Lists carry no Consistency-Token. */
  readonly isList: boolean
  readonly config: FastifyContextConfig
}

/** The headers of a response, by name. */
export function responseHeaders({ status, isGuarded, isList, config }: Answering): Readonly<Record<string, TSchema>> {
  const { tokens = true, sendsToken = tokens && !isList, idempotent = false, location = false } = config
  const isSuccess = status.startsWith('2')
  const names: readonly (Name | false)[] = [
    'x-request-id',
    (isSuccess || (status === '409' && idempotent)) && sendsToken && 'Consistency-Token',
    isSuccess && location && 'Location',
    (isSuccess || status === '409') && idempotent && 'Idempotency-Replayed',
    (status === '429' || status === '503') && 'Retry-After',
    status === '401' && isGuarded && 'WWW-Authenticate',
  ]
  return Object.fromEntries(names.filter((name) => name !== false).map((name) => [name, HEADERS[name]]))
}
