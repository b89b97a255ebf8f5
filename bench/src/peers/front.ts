import { isAuthentic } from '@bistro/shipping/signature'
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import type { Wish } from './flow/saga.ts'

const HOST = '127.0.0.1'
const MS_PER_SECOND = 1_000
const ACCEPTED = 202
const NO_CONTENT = 204

const text = { type: 'string' } as const
const count = { type: 'integer', minimum: 1 } as const
const kit = {
  type: 'object',
  additionalProperties: false,
  required: ['sku', 'quantity'],
  properties: { sku: text, quantity: count },
}
const RESERVATION = {
  body: {
    type: 'object',
    additionalProperties: false,
    required: ['customerId', 'eveningId', 'seats', 'kits', 'cardToken'],
    properties: {
      customerId: text,
      eveningId: text,
      seats: count,
      kits: { type: 'array', items: kit },
      cardToken: text,
    },
  },
  headers: { type: 'object', required: ['idempotency-key'], properties: { 'idempotency-key': text } },
  response: { [ACCEPTED]: { type: 'object', properties: { reservationId: text, orderId: text, status: text } } },
}

export interface Accepted {
  readonly reservationId: string
  readonly orderId: string
}

/** `POST /reservations` as the product has it: a closed schema, a key, 202. Resolves when it answers. */
export async function serveReservations(
  port: number,
  accept: (wish: Wish, key: string) => Promise<Accepted>,
): Promise<void> {
  const app = Fastify()
  app.post('/reservations', { schema: RESERVATION }, async (request, reply) => {
    const { reservationId, orderId } = await accept(request.body as Wish, String(request.headers['idempotency-key']))
    return reply.code(ACCEPTED).send({ reservationId, orderId, status: 'held' })
  })
  await app.listen({ port, host: HOST })
}

/** News of a parcel, as the carrier tells it. */
export interface CarrierEvent {
  readonly eventId: string
  readonly shipmentId: string
  readonly kind: 'dispatched' | 'delivered' | 'lost'
}

/** `POST /carrier-events`, of one event or below it of several; the signature is checked by the product's own function. */
export async function serveCarrierEvents(
  port: number,
  secrets: readonly string[],
  report: (event: CarrierEvent) => Promise<void>,
): Promise<void> {
  const app = Fastify()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  const take = async ({ headers, body }: FastifyRequest, reply: FastifyReply) => {
    const signed = {
      body: body as Buffer,
      timestamp: String(headers['carrier-timestamp']),
      signatures: String(headers['carrier-signature']),
    }
    if (!isAuthentic(signed, secrets, Date.now() / MS_PER_SECOND)) return reply.code(401).send()
    const news = JSON.parse(String(body)) as CarrierEvent | { readonly events: readonly CarrierEvent[] }
    await Promise.all(('events' in news ? news.events : [news]).map(report))
    return reply.code(NO_CONTENT).send()
  }
  for (const path of ['/carrier-events', '/carrier-events/batch']) app.post(path, take)
  await app.listen({ port, host: HOST })
}
