import Type from 'typebox'
import type { StoredCommand } from '../runtime/store.ts'
import { readPage } from './page.ts'
import { Closed, Id, Instant, PageOf, PageQuery } from './schemas.ts'
import type { RouteContext } from './types.ts'

const Command = Closed({
  id: Type.String({ description: 'A number that grows; commands of one stream are in the order of their decisions' }),
  at: Instant,
  by: Type.String({
    description:
      'Who sent the request (guest, operator, carrier), the service that published the message, or the name of the timer or the effect',
  }),
  kind: Type.Enum(['request', 'message', 'timer', 'answer', 'refusal']),
  type: Type.String({
    description: "The command's name; RetryParked, SkipParked and SwapView are an operator's orders",
  }),
  streamId: Id,
  outcome: Type.Enum(['accepted', 'rejected', 'ignored']),
  reason: Type.Optional(Type.String({ description: 'Why it was rejected or ignored' })),
  events: Type.Array(Id, { description: 'Ids of the events that it led to' }),
  causedBy: Type.String({
    description:
      'The id of the event that caused it, or of its HTTP request (x-request-id); its events have it as causationId',
  }),
  request: Type.Unknown({ description: "The command's fields; secrets and card tokens are left out" }),
})

const schema = {
  tags: ['operations'],
  summary: 'The audit trail: every command that was decided, latest first, of one stream or of all',
  'x-bistro-role': 'operator',
  querystring: Closed({
    limit: PageQuery.properties.limit,
    after: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$', description: '`next` of a page' })),
    stream: Type.Optional(Id),
  }),
  response: { 200: PageOf(Command) },
} as const

export function addCommandsRoute({ api, runtime }: Pick<RouteContext, 'api' | 'runtime'>): void {
  api.get('/commands', { schema, config: { tokens: false } }, ({ query: { stream, ...page } }) =>
    readPage(
      page,
      (rows) => runtime.reader.commands(rows, stream),
      toItem,
      ({ id }) => id,
    ),
  )
}

const toItem = ({ stream, events, ...rest }: StoredCommand) => ({ ...rest, streamId: stream, events: [...events] })
