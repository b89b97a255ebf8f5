import { existsSync } from 'node:fs'
import { join } from 'node:path'
import files from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { OpenPart } from '../parts.ts'
import { NOT_BUILT } from './not-built.ts'

const PAGE = 'index.html'
/** The names of these files change with their content. */
const HASHED = '/assets/'
const FOREVER = { immutable: true, maxAge: '365d' } as const
/** May be kept, but is asked for each time whether it has changed. */
const ASK_FIRST = { maxAge: 0 } as const

/** Only files of the page's own origin, no inline script and no inline style element; requests to this gateway alone. */
export const POLICY = [
  "default-src 'none'",
  ...['script', 'style', 'font', 'connect'].map((kind) => `${kind}-src 'self'`),
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The console's files. Every address that a browser navigates to is its page: the page's own router reads it. */
export const consoleFiles: OpenPart = ({ settings: { BISTRO_CONSOLE_DIR: directory } }) => ({
  addUndescribedRoutes: async (api) => {
    const root = directory && existsSync(join(directory, PAGE)) ? directory : undefined
    if (root) await api.register(files, { root, serve: false })
    const schema = { hide: true }
    api.get('/', { schema }, (_request, reply) => sendPage(reply, root))
    api.get('/*', { schema }, (request, reply) => answer(request, reply, root))
  },
})

function answer(request: FastifyRequest, reply: FastifyReply, root: string | undefined): void {
  const path = request.url.split('?', 1)[0] ?? '/'
  if (isOfApi(path)) reply.callNotFound()
  else if (isNavigation(request)) sendPage(reply, root)
  else if (!root) reply.callNotFound()
  else protectedBy(reply).sendFile(path, path.startsWith(HASHED) ? FOREVER : ASK_FIRST)
}

function sendPage(reply: FastifyReply, root: string | undefined): FastifyReply {
  if (root) return protectedBy(reply).sendFile(PAGE, ASK_FIRST)
  return protectedBy(reply).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(NOT_BUILT)
}

const protectedBy = (reply: FastifyReply): FastifyReply => reply.header('content-security-policy', POLICY)

const isOfApi = (path: string): boolean => path === '/api' || path.startsWith('/api/')

const isNavigation = ({ headers }: FastifyRequest): boolean => (headers.accept ?? '').includes('text/html')
