import { type Api, Closed, Id, Problem, problemResponses, tryLater } from '@bistro/kit/http'
import { fastifySSE } from '@fastify/sse'
import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { Live } from '../contract/index.ts'
import type { Output } from './client.ts'
import type { Hub } from './hub.ts'

const HEARTBEAT_MS = 15_000
/** More readers than this get a 503. */
export const MAX_READERS = 500

const NAMES = Object.keys(Live).join(', ')
const schema = {
  tags: ['sagas'],
  summary: 'Follows what happens, as server-sent events',
  description: `Events are named ${NAMES}. Send the header Last-Event-ID to resume.`,
  'x-bistro-role': 'guest',
  querystring: Closed({ saga: Type.Optional(Id) }),
  response: {
    200: { description: 'Server-sent events', content: { 'text/event-stream': { schema: Type.String() } } },
    ...problemResponses({ 406: 'not-acceptable', 503: 'too-many-readers' }),
  },
} as const

/** Adds the route in a scope of its own, as the plugin must be there before it. */
export function addLiveRoute(api: Api, hub: Hub, signal: AbortSignal): void {
  // The gateway stops after its last response.
  signal.addEventListener('abort', () => hub.close())
  api.register(async (scope: Api) => {
    await scope.register(fastifySSE, { heartbeatInterval: HEARTBEAT_MS })
    scope.get('/api/live', { schema, sse: 'only', preHandler: requireStream }, async ({ query: { saga } }, reply) => {
      if (hub.readers >= MAX_READERS)
        throw tryLater(503, 'too-many-readers', `${MAX_READERS} readers follow already: try again later.`)
      reply.sse.keepAlive()
      reply.sse.sendHeaders()
      reply.sse.onClose(hub.open(outputOf(reply), saga, reply.sse.lastEventId ?? undefined))
    })
  })
}

const STREAM = /text\/event-stream|text\/\*|\*\/\*/i

/** The plugin's own refusal is no problem+json. */
async function requireStream({ headers: { accept = '*/*' } }: FastifyRequest): Promise<void> {
  if (STREAM.test(accept)) return
  throw new Problem(406, 'not-acceptable', 'This route sends server-sent events: accept text/event-stream.')
}

/** Messages are encoded already: they go past the plugin, which would format them again for each reader. */
const outputOf = ({ raw }: FastifyReply): Output => ({
  write: (bytes) => void raw.write(bytes),
  get waiting() {
    return raw.writableLength
  },
  drop: () => raw.destroy(),
})
