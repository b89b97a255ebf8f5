import type { FastifyReply } from 'fastify'
import { idempotencyKey } from '../http/idempotency-key.ts'
import { type App, type Current, type Running, serve } from '../http/server.ts'
import type { PspSettings } from '../settings.ts'
import { merchantOnly } from './authorize.ts'
import { type ChargeAnswer, openProvider, type Provider } from './provider.ts'
import { ChargeBody, LedgerQuery, RefundBody, VoidBody } from './schemas.ts'
import { Silence } from './silence.ts'

/**
 * Starts the card provider and resolves when it is ready. Throws errors of the port or the data folder.
 * `close` drops silent connections, answers delayed requests with 503, and leaves all state on disk.
 */
export function createPsp(settings: PspSettings): Promise<Running> {
  return serve(settings, {
    name: 'psp',
    open: (log) => openProvider(settings, log),
    addRoutes: (app, current) => addRoutes(app, current, settings.secret),
  })
}

function addRoutes(app: App, current: Current<Provider>, secret: string): void {
  const silence = new Silence()
  const merchant = merchantOnly(secret)
  app.addHook('preClose', async () => silence.end())
  app.post('/charges', { onRequest: merchant, schema: { body: ChargeBody } }, async (request, reply) => {
    const answer = await current().charge({ key: idempotencyKey(request), ...request.body })
    return sendCharge(answer, reply, silence)
  })
  app.post('/voids', { onRequest: merchant, schema: { body: VoidBody } }, async (request) => ({
    status: await current().void({ key: idempotencyKey(request), ...request.body }),
  }))
  app.post('/refunds', { onRequest: merchant, schema: { body: RefundBody } }, async (request) => ({
    status: await current().refund({ key: idempotencyKey(request), ...request.body }),
  }))
  app.get('/ledger', { schema: { querystring: LedgerQuery } }, (request) => current().ledger(request.query.reference))
}

function sendCharge(answer: ChargeAnswer, reply: FastifyReply, silence: Silence): FastifyReply {
  if (answer.kind === 'silent') return silence.hold(reply)
  if (answer.kind === 'told') {
    const { status, providerReference } = answer.charge
    return reply.send({ status, providerReference })
  }
  reply.hijack()
  reply.raw.socket?.destroy()
  return reply
}
