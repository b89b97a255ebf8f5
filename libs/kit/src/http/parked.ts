import Type from 'typebox'
import type { StoredParked } from '../runtime/store.ts'
import { readPage } from './page.ts'
import { Problem } from './problem.ts'
import { Closed, Id, IdParams, Instant, NoBody, PageOf, PageQuery, problemResponses } from './schemas.ts'
import type { RouteContext } from './types.ts'

const Parked = Closed({
  id: Id,
  reason: Type.String({
    description:
      'gap (earlier ones of its stream are missing), view (waits for a row), schema (cannot be read until its schema is learned; goes on by itself) or poison (fails by itself)',
  }),
  source: Type.String(),
  streamId: Type.String(),
  version: Type.Integer(),
  since: Instant,
  error: Type.String(),
})

const tags = ['parked messages']
const ORDERS = {
  retry: 'Tries a parked message again',
  skip: 'Passes over a parked message: its stream goes on without it',
} as const

/** Messages that were set aside, and the operator's word on them. */
export function addParkedRoutes({ api, runtime }: Pick<RouteContext, 'api' | 'runtime'>): void {
  const summary = 'Lists messages that were set aside'
  api.get(
    '/parked',
    {
      schema: { tags, summary, 'x-bistro-role': 'operator', querystring: PageQuery, response: { 200: PageOf(Parked) } },
    },
    ({ query }) =>
      readPage(
        query,
        (page) => runtime.reader.parked(page),
        toItem,
        ({ id }) => id,
      ),
  )
  for (const order of ['retry', 'skip'] as const)
    api.post(
      `/parked/:id/${order}`,
      {
        config: { tokens: false },
        schema: {
          tags,
          summary: ORDERS[order],
          'x-bistro-role': 'operator',
          params: IdParams,
          body: NoBody,
          response: { 202: Closed({}), ...problemResponses({ 404: 'unknown-parked' }) },
        },
      },
      async ({ params }, reply) => {
        if (!(await runtime.settleParked(params.id, order))) throw unknownParked(params.id)
        return reply.code(202).send({})
      },
    )
}

const unknownParked = (id: string): Problem =>
  new Problem(404, 'unknown-parked', `No message is parked as ${id}: it may have moved on. GET /parked lists them.`)

const toItem = ({ id, reason, source, stream, version, since, error }: StoredParked) => ({
  id,
  reason,
  source,
  streamId: stream,
  version,
  since,
  error,
})
