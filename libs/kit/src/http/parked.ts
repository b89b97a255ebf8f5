import Type from 'typebox'
import type { Order } from '../model/input.ts'
import type { Runtime } from '../runtime/runtime.ts'
import type { StoredParked } from '../runtime/store.ts'
import type { MakeExample } from './examples.ts'
import { readPage } from './page.ts'
import { Problem } from './problem.ts'
import { Closed, Id, IdParams, Instant, PageOf, PageQuery, problemResponses, Text } from './schemas.ts'
import type { RouteContext } from './types.ts'

const Parked = Closed({
  id: Id,
  reason: Type.String({
    description:
      'gap (earlier messages of its stream are missing), view (waits for a view row), schema (waits until its schema can be loaded) or poison (failed when processed alone)',
  }),
  source: Type.String(),
  streamId: Type.String(),
  version: Type.Integer(),
  since: Instant,
  error: Type.String(),
  waitsFor: Type.Optional(Type.String({ description: 'The view row or the stream version that it waits for' })),
  type: Type.Optional(Type.String()),
  data: Type.Optional(Type.Unsafe<object>({ type: 'object', description: 'Absent where it cannot be decoded' })),
  raw: Type.String({ description: "The record's value, base64" }),
})

const tags = ['parked messages']
const Why = Text(500, { description: 'The reason; GET /commands shows it' })
const Behind = Closed({
  behind: Type.Integer({
    description: 'Number of later messages of its stream that were parked behind it and continue now',
  }),
})

/** Routes to list, retry and skip parked messages. */
export function addParkedRoutes({ api, runtime }: Pick<RouteContext, 'api' | 'runtime'>): void {
  const summary = 'Lists parked messages'
  api.get(
    '/parked',
    {
      schema: { tags, summary, 'x-bistro-role': 'operator', querystring: PageQuery, response: { 200: PageOf(Parked) } },
    },
    ({ query }) =>
      readPage(
        query,
        (page) => runtime.reader.parked(page),
        (row) => toItem(row, runtime.readParked(row)),
        ({ id }) => id,
      ),
  )
  const settle = async (id: string, order: Order, slug: string): Promise<number> => {
    const settled = await runtime.settleParked(id, order)
    if (settled.kind === 'unknown') throw unknownParked(id)
    if (settled.kind === 'stays') throw new Problem(409, slug, settled.error)
    return settled.behind
  }
  const common = { tags, 'x-bistro-role': 'operator', params: IdParams } as const
  const example: MakeExample = async ({ reader }) => {
    const [last] = await reader.parked({ limit: 1 })
    return { ...(last && { params: { id: last.id } }), body: { why: 'It was a test.' } }
  }
  api.post(
    '/parked/:id/retry',
    {
      config: { tokens: false, example },
      schema: {
        ...common,
        summary: 'Retries a parked message; 409 says why it still fails',
        body: Type.Union([Type.Null(), Closed({ why: Type.Optional(Why) })]),
        response: { 202: Behind, ...problemResponses({ 404: 'unknown-parked', 409: 'still-failing' }) },
      },
    },
    async ({ params, body }, reply) =>
      reply.code(202).send({ behind: await settle(params.id, { kind: 'retry', why: body?.why }, 'still-failing') }),
  )
  api.post(
    '/parked/:id/skip',
    {
      config: { tokens: false, example },
      schema: {
        ...common,
        summary: 'Skips a parked message and any missing ones before it; its stream continues after it',
        body: Closed({ why: Why }),
        response: { 202: Behind, ...problemResponses({ 404: 'unknown-parked', 409: 'not-its-turn' }) },
      },
    },
    async ({ params, body: { why } }, reply) =>
      reply.code(202).send({ behind: await settle(params.id, { kind: 'skip', why }, 'not-its-turn') }),
  )
}

const unknownParked = (id: string): Problem =>
  new Problem(
    404,
    'unknown-parked',
    `There is no parked message ${id}: it may have been processed. GET /parked lists them.`,
  )

function toItem(row: StoredParked, { type, data }: ReturnType<Runtime['readParked']>) {
  const { id, reason, source, stream, version, since, error, waitsFor, record } = row
  const raw = record.value.toString('base64')
  return { id, reason, source, streamId: stream, version, since, error, waitsFor, type, data, raw }
}
