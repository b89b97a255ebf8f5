import Type from 'typebox'
import type { AnyView } from '../model/view.ts'
import type { ViewState } from '../runtime/rebuild/views.ts'
import { Problem } from './problem.ts'
import { Closed, Instant, NoBody, problemResponses, Text } from './schemas.ts'
import type { RouteContext } from './types.ts'

const Row = Type.Unsafe<object>({ type: 'object' })
const Rebuild = Closed({
  status: Type.Enum(['running', 'equal', 'differs', 'failed']),
  startedAt: Instant,
  endedAt: Type.Optional(Instant),
  swappedAt: Type.Optional({
    ...Instant,
    description:
      'When the rebuilt rows took the place of the live ones last; the former ones are then the rebuilt ones',
  }),
  done: Type.Integer({ description: 'Events read so far' }),
  total: Type.Integer(),
  rows: Type.Optional(Type.Integer({ description: 'Rebuilt rows' })),
  differences: Type.Array(Closed({ key: Type.String(), live: Type.Optional(Row), rebuilt: Type.Optional(Row) }), {
    description: 'At most 20',
  }),
  problem: Type.Optional(Type.String({ description: 'Why it failed, or why it cannot be swapped' })),
})

const View = Closed({
  view: Type.String(),
  source: Type.Union([Type.Literal('own'), Type.Literal('replicated')]),
  reads: Type.Array(Type.String(), { description: 'Event types' }),
  rows: Type.Integer(),
  lagSeconds: Type.Optional(
    Type.Number({ description: 'Age of the oldest event that it lacks; 0 if it is up to date, absent if unknown' }),
  ),
  rebuild: Type.Optional(Rebuild),
})

const tags = ['views']
const Params = Closed({ view: Type.String({ minLength: 1, maxLength: 63 }) })

const REFUSALS = {
  'rebuild-running':
    'A view of this service is being built again. GET /views shows how far it is; try again when it has ended.',
  'not-rebuilt':
    'The view is not built again. POST /views/{view}/rebuild does that; GET /views shows when it has ended.',
  outdated:
    'The rebuilt rows are not kept up to date any more. Build the view again (POST /views/{view}/rebuild) and swap within 15 minutes.',
}

/** Routes to see views, to build one again beside the live one, and to let it take that one's place. */
export function addViewRoutes({ api, runtime }: Pick<RouteContext, 'api' | 'runtime'>): void {
  const { name, views } = runtime.service
  const viewOf = (wanted: string): AnyView => {
    const view = views.find((one) => one.name === wanted)
    const known = views.map((one) => one.name).join(', ') || 'none'
    if (!view) throw new Problem(404, 'unknown-view', `${name} has no view ${wanted}. Its views: ${known}.`)
    return view
  }
  const params = { view: views[0]?.name ?? 'none' }
  const common = { tags, 'x-bistro-role': 'operator', params: Params } as const
  api.get(
    '/views',
    {
      config: { tokens: false },
      schema: {
        tags,
        summary: 'Lists the views, and how far one is that is being built again',
        'x-bistro-role': 'operator',
        response: { 200: Closed({ items: Type.Array(View) }) },
      },
    },
    async () => ({ items: (await runtime.views.all()).map(toItem) }),
  )
  api.post(
    '/views/:view/rebuild',
    {
      config: { tokens: false, example: async () => ({ params }) },
      schema: {
        ...common,
        summary: 'Builds a view again beside the live one, from the first event, and compares both',
        body: NoBody,
        response: { 202: Closed({}), ...problemResponses({ 404: 'unknown-view', 409: 'rebuild-running' }) },
      },
    },
    async ({ params }, reply) => {
      const result = await runtime.views.rebuild(viewOf(params.view))
      if (result !== 'begun') throw new Problem(409, result, REFUSALS[result])
      return reply.code(202).send({})
    },
  )
  api.post(
    '/views/:view/swap',
    {
      config: { tokens: false, example: async () => ({ params, body: { why: 'A row was damaged.' } }) },
      schema: {
        ...common,
        summary: 'Lets the rebuilt rows take the place of the live ones; a second time, lets the former ones come back',
        body: Closed({
          why: Text(500, { description: 'The reason; it also accepts the differences that GET /views shows' }),
        }),
        response: {
          202: Closed({}),
          ...problemResponses({ 404: 'unknown-view', 409: Object.keys(REFUSALS) }),
        },
      },
    },
    async ({ id, params, body: { why } }, reply) => {
      const result = await runtime.views.swap(viewOf(params.view), { id, why })
      if (result !== 'ordered') throw new Problem(409, result, REFUSALS[result])
      return reply.code(202).send({})
    },
  )
}

const toItem = ({ reads, rebuild, ...view }: ViewState) => ({
  ...view,
  reads: [...reads],
  ...(rebuild && { rebuild: { ...rebuild, differences: [...rebuild.differences] } }),
})
