import Type from 'typebox'
import type { Pending } from '../runtime/store.ts'
import { readPage } from './page.ts'
import { Closed, Id, Instant, PageOf, PageQuery } from './schemas.ts'
import type { RouteContext } from './types.ts'

const Item = Closed({
  streamId: Id,
  name: Type.String(),
  kind: Type.Union([Type.Literal('timer'), Type.Literal('effect')]),
  dueAt: { ...Instant, description: 'When it fires or is called next' },
  attempt: Type.Integer({ description: 'Number of attempts so far' }),
  since: Instant,
  lastError: Type.Optional(Type.String({ description: 'Why the last attempt failed; absent where nothing is wrong' })),
})

const schema = {
  tags: ['operations'],
  summary: 'Lists pending timers and effects (calls to external systems), of one stream or of all',
  'x-bistro-role': 'operator',
  querystring: Closed({ ...PageQuery.properties, stream: Type.Optional(Id) }),
  response: { 200: PageOf(Item) },
} as const

export function addPendingRoute({ api, runtime }: Pick<RouteContext, 'api' | 'runtime'>): void {
  api.get('/pending', { schema, config: { tokens: false } }, ({ query: { stream, ...page } }) =>
    readPage(
      page,
      (rows) => runtime.reader.pending(rows, stream),
      toItem,
      ({ id }) => id,
    ),
  )
}

const toItem = ({ id: _, stream, ...rest }: Pending) => ({ streamId: stream, ...rest })
