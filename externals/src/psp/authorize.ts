import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { Problem } from '../http/problem.ts'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** A hook that admits only the merchant; compares in constant time, before the body is read. */
export function merchantOnly(secret: string): (request: FastifyRequest) => Promise<void> {
  const expected = digest(`Bearer ${secret}`)
  return async (request) => {
    if (timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) return
    throw new Problem(401, 'unauthorized', 'Send the merchant secret as "Authorization: Bearer <secret>".')
  }
}
