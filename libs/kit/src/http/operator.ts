import { hash, timingSafeEqual } from 'node:crypto'
import type { FastifyContextConfig, FastifyRequest, FastifySchema } from 'fastify'
import { Problem } from './problem.ts'

/** Its name in the OpenAPI document. */
export const OPERATOR = 'operator'
export const OPERATOR_SCHEME = { type: 'http', scheme: 'bearer', description: "The operator's token" } as const

/** Whether a route requires the operator's token. */
export const isGuarded = (schema: FastifySchema | undefined, { open = false }: FastifyContextConfig): boolean =>
  schema?.['x-bistro-role'] === 'operator' && !open

/** Compares in constant time. @returns the problem for a request without the token */
export function operatorOnly(token: string): (request: FastifyRequest) => Problem | undefined {
  const expected = digest(token)
  return ({ headers, routeOptions: { schema, config } }) => {
    if (!isGuarded(schema, config)) return undefined
    const [, sent = ''] = /^bearer +(.*)$/i.exec(headers.authorization ?? '') ?? []
    return timingSafeEqual(digest(sent), expected) ? undefined : UNAUTHENTICATED
  }
}

const digest = (text: string): Buffer => hash('sha256', text, 'buffer')

const UNAUTHENTICATED = new Problem(
  401,
  'unauthenticated',
  'This route is for operators: send the operator token as "Authorization: Bearer <token>" (on the page /docs, enter it in the field Authentication). npm run connect shows it.',
  {},
  { 'www-authenticate': 'Bearer realm="bistro"' },
)
