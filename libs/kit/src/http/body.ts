import type { FastifyRequest } from 'fastify'
import { invalidRequest } from './problem.ts'
import type { Api } from './types.ts'

const NO_BYTES = Buffer.alloc(0)

/** JSON and nothing else; a route may look at the bytes first. No body at all is fine where the schema says so. */
export function acceptJson(api: Api): void {
  const parse = api.getDefaultJsonParser('error', 'error')
  api.removeAllContentTypeParsers()
  api.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    try {
      verify(request, bytes)
    } catch (error) {
      return done(error as Error)
    }
    return bytes.length === 0 ? done(null, undefined) : parse(request, bytes.toString(), done)
  })
  api.addHook('preValidation', async (request) => {
    if (request.body === undefined) verify(request, NO_BYTES)
  })
  // After the schema, which bounds how deep it goes.
  api.addHook('preHandler', async (request) => refuseUnstorable(request.body, ''))
}

function verify(request: FastifyRequest, bytes: Buffer): void {
  request.routeOptions.config.verifyBody?.(request, bytes)
}

/** NUL and lone surrogates are legal in JSON and in no database column. @throws Problem */
function refuseUnstorable(value: unknown, path: string): void {
  if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed()))
    throw invalidRequest([{ path, message: 'must be Unicode text without NUL' }])
  if (value === null || typeof value !== 'object') return
  for (const [name, member] of Object.entries(value)) refuseUnstorable(member, `${path}/${name}`)
}
