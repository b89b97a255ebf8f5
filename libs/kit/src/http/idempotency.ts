import { hash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { Problem } from './problem.ts'

const MAX_LENGTH = 255
const KEY = new RegExp(`^[\\x20-\\x7e]{1,${MAX_LENGTH}}$`)

/** The header's schema for the OpenAPI document. */
export const IdempotencyKey = Type.String({
  minLength: 1,
  maxLength: MAX_LENGTH,
  pattern: '^[\\x20-\\x7e]+$',
  description: 'Repeat a request with the same key to get the same response again. Kept for 24 hours',
})

/** @throws a 400 if the header is missing or is not 1–255 printable ASCII characters */
export function idempotencyKeyOf({ headers }: Pick<FastifyRequest, 'headers'>): string {
  const key = headers['idempotency-key']
  if (typeof key === 'string' && KEY.test(key)) return key
  const detail = 'Send an Idempotency-Key of 1 to 255 ASCII characters, the same one whenever this request is repeated.'
  throw new Problem(400, 'idempotency-key-required', detail)
}

/** Equal for equal requests: bodies are compared as parsed JSON, whatever the order of their members. */
export function fingerprintOf({ method, url, body }: Pick<FastifyRequest, 'method' | 'url' | 'body'>): string {
  return hash('sha256', `${method} ${url} ${canonical(body)}`, 'base64url')
}

const canonical = (value: unknown): string => JSON.stringify(value, sorted) ?? ''

const sorted = (_: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

export const keyReused = (): Problem =>
  new Problem(422, 'idempotency-key-reused', 'This Idempotency-Key was used for another request: send a new one.')

/** Keys in progress in this process. A request in another process conflicts on the key's row in the store. */
export class KeysInProgress {
  readonly #keys = new Set<string>()

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    if (this.#keys.has(key)) throw inProgress()
    this.#keys.add(key)
    try {
      return await work()
    } finally {
      this.#keys.delete(key)
    }
  }
}

const inProgress = (): Problem =>
  new Problem(409, 'request-in-progress', 'The first request with this Idempotency-Key is still being processed.')
