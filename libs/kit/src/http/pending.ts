import Type from 'typebox'
import type { Pending } from '../runtime/store.ts'
import { readPage } from './page.ts'
import { Closed, Id, Instant, PageOf, PageQuery } from './schemas.ts'
import type { RouteContext } from './types.ts'

const Item = Closed({
  streamId: Id,
  name: Type.String(),
  kind: Type.Union([Type.Literal('timer'), Type.Literal('effect')]),
  dueAt: { ...Instant, description: 'When it fires, or is called again' },
  attempt: Type.Integer({ description: 'How often it was tried' }),
  since: Instant,
  lastError: Type.Optional(Type.String({ description: 'Why the last attempt failed; absent where nothing is wrong' })),
})

const schema = {
  tags: ['operations'],
  summary: 'Lists what the service still has to do, of one stream or of all: timers, and calls of systems outside',
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
