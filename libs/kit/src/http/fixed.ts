import { hash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'

export const JSON_TYPE = 'application/json; charset=utf-8'

/** A constant response: made once, never copied. */
export interface Fixed {
  readonly bytes: Buffer
  readonly mediaType: string
  readonly etag: string
}

export function fixed(text: string, mediaType: string): Fixed {
  const bytes = Buffer.from(text)
  return { bytes, mediaType, etag: `"${hash('sha256', bytes, 'base64url')}"` }
}

export function sendFixed(request: FastifyRequest, reply: FastifyReply, { bytes, mediaType, etag }: Fixed) {
  reply.header('etag', etag).header('cache-control', 'no-cache')
  if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send()
  return reply.header('content-type', mediaType).send(bytes)
}

const isKnown = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((one) => ['*', etag, `W/${etag}`].includes(one.trim()))
