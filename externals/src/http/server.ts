import { isUtf8 } from 'node:buffer'
import { newServer, ownNames, strangerIn } from '@bistro/kit/door'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify'
import type { ProcessSettings } from '../settings.ts'
import { drainable } from './drain.ts'
import { handleError, handleUnknownRoute } from './errors.ts'
import { invalidRequest, Problem, sendProblem } from './problem.ts'

const BODY_LIMIT_BYTES = 65_536

/** The simulated company behind the routes. */
export interface Business {
  /** Why it can no longer accept requests, if so. */
  readonly failure: Error | undefined
  /** Called first on stopping: ends pending waits of requests. */
  interrupt(): void
  /** Called when no request is in progress. */
  close(): Promise<void>
}

export interface Running {
  readonly url: string
  close(): Promise<void>
}

export type App = ReturnType<typeof newApp>

/** Returns the business, or throws a 503 while its journal is still being read. */
export type Current<B> = () => B

interface Parts<B> {
  readonly name: string
  readonly open: (log: FastifyBaseLogger) => Promise<B>
  readonly addRoutes: (app: App, current: Current<B>) => void
}

/**
 * Listens first, then opens the business: a second start of the same process fails on the port before the
 * journal of the first is touched.
 */
export async function serve<B extends Business>(settings: ProcessSettings, parts: Parts<B>): Promise<Running> {
  let business: B | undefined
  const current = (): B => {
    if (!business) throw new Problem(503, 'not-ready', 'The journal is still being read: try again in a moment.')
    if (business.failure) throw new Problem(503, 'storage-failed', 'The journal cannot be written: see the log.')
    return business
  }
  const app = newApp(parts.name, settings)
  addHealth(app, current)
  parts.addRoutes(app, current)
  const drain = drainable(app.server)
  app.addHook('preClose', async () => {
    business?.interrupt()
    await drain()
  })
  app.addHook('onClose', async () => business?.close())
  try {
    const url = await app.listen({ host: settings.host, port: settings.port })
    business = await parts.open(app.log)
    return { url, close: () => app.close() }
  } catch (error) {
    await app.close()
    throw error
  }
}

function newApp(name: string, settings: ProcessSettings) {
  const app = Fastify({
    logger: { level: settings.logLevel, base: { service: name } },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    serverFactory: (handler) => newServer(handler),
    // The server answers by itself what it cannot read.
    clientErrorHandler: () => {},
    frameworkErrors: handleError,
    // One error is enough, as the callers are programs.
    ajv: { customOptions: { allErrors: false, removeAdditional: false, coerceTypes: false, useDefaults: false } },
  }).withTypeProvider<TypeBoxTypeProvider>()
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    if (isUtf8(bytes)) return parse(request, bytes.toString(), done)
    return done(invalidRequest([{ path: '', message: 'must be UTF-8' }]))
  })
  const names = ownNames(name, settings.host, settings.names)
  app.addHook('onRequest', async ({ raw }) => {
    const stranger = strangerIn(raw, names)
    if (stranger) throw new Problem(stranger.status, stranger.slug, stranger.message)
  })
  app.setErrorHandler(handleError)
  app.setNotFoundHandler(handleUnknownRoute)
  return app
}

function addHealth(app: App, current: Current<Business>): void {
  app.get('/health/live', async () => ({ status: 'live' }))
  app.get('/health/ready', async (_request, reply) => {
    try {
      current()
      return { status: 'ready' }
    } catch (error) {
      if (error instanceof Problem) return sendProblem(reply, error)
      throw error
    }
  })
}
