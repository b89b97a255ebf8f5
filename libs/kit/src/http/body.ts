import { isUtf8 } from 'node:buffer'
import type { FastifyRequest } from 'fastify'
import { isPlainText, NO_PLAIN_TEXT } from './formats.ts'
import { invalidRequest } from './problem.ts'
import type { Api } from './types.ts'
import { noteSize } from './validators.ts'

const NO_BYTES = Buffer.alloc(0)

/** Accepts only JSON; a route may verify the bytes first. A body may be missing if the schema allows it. */
export function acceptJson(api: Api): void {
  const parse = api.getDefaultJsonParser('error', 'error')
  api.removeAllContentTypeParsers()
  api.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    try {
      verify(request, bytes)
    } catch (error) {
      return done(error as Error)
    }
    if (bytes.length === 0) return done(null, undefined)
    if (!isUtf8(bytes)) return done(invalidRequest([{ path: '', message: 'must be UTF-8' }]))
    return parse(request, bytes.toString(), (error: Error | null, body?: unknown) => {
      noteSize(body, bytes.length)
      done(error, body)
    })
  })
  api.addHook('preValidation', async (request) => {
    if (request.body === undefined) verify(request, NO_BYTES)
  })
  // After the schema, which bounds the depth.
  api.addHook('preHandler', async (request) => refuseUnreadable(request.body, ''))
}

function verify(request: FastifyRequest, bytes: Buffer): void {
  request.routeOptions.config.verifyBody?.(request, bytes)
}

/** Refuses characters that Postgres cannot store or that make a text look like another. @throws Problem */
function refuseUnreadable(value: unknown, path: string): void {
  if (typeof value === 'string' && !isPlainText(value)) throw invalidRequest([{ path, message: NO_PLAIN_TEXT }])
  if (value === null || typeof value !== 'object') return
  for (const [name, member] of Object.entries(value)) refuseUnreadable(member, `${path}/${name}`)
}
