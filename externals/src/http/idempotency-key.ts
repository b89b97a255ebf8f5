import type { FastifyRequest } from 'fastify'
import { Problem } from './problem.ts'

const KEY = /^[\x20-\x7e]{1,255}$/

/** The request's `Idempotency-Key`; throws a 400 when it is missing or not 1-255 printable ASCII characters. */
export function idempotencyKey(request: FastifyRequest): string {
  const key = request.headers['idempotency-key']
  if (typeof key === 'string' && KEY.test(key)) return key
  throw new Problem(
    400,
    'idempotency-key-required',
    'Send an Idempotency-Key header of 1 to 255 ASCII characters, the same one each time the same request is repeated.',
  )
}
