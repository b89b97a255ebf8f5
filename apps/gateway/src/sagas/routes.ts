import { type Api, Closed, Id, Instant, PageQuery, problemResponses, readPage, Text } from '@bistro/kit/http'
import Type from 'typebox'
import { EventDetail, SagaCommands, SagaDetail, SagaPage } from '../contract/index.ts'
import { commandsIn, type DetailParts, detailOf, eventIn } from './detail.ts'
import { listSagas } from './list.ts'
import { toSummary } from './summary.ts'

const MAX_WORD_CHARS = 100
const STATUS = '(open|stuck|delivered|cancelled|rejected)'

const ListQuery = Closed({
  ...PageQuery.properties,
  status: Type.Optional(Type.String({ pattern: `^${STATUS}(,${STATUS})*$`, description: 'Separated by commas' })),
  customerId: Type.Optional(Id),
  eveningId: Type.Optional(Id),
  q: Type.Optional(
    Type.String({
      maxLength: MAX_WORD_CHARS,
      description: 'Any id of the saga, whole or its first 8 digits or more; another text finds nothing',
    }),
  ),
  since: Type.Optional(Instant),
  reason: Type.Optional(Text(MAX_WORD_CHARS)),
})
const Params = Closed({ reservationId: Id })
const EventParams = Closed({ reservationId: Id, eventId: Id })

const common = { tags: ['sagas'], 'x-bistro-role': 'guest' } as const

export function addSagaRoutes(api: Api, parts: DetailParts): void {
  const list = { ...common, summary: 'Lists sagas, newest first', querystring: ListQuery, response: { 200: SagaPage } }
  api.get('/api/sagas', { schema: list }, ({ query: { limit, after, ...filter } }) =>
    readPage(
      { limit, ...(after !== undefined && { after }) },
      (page) => listSagas(parts.query, filter, page),
      toSummary,
      ({ reservationId }) => reservationId,
    ),
  )
  const one = {
    ...common,
    summary: 'Shows one saga: its events, what it waits for, the state of each service; now or as of a past moment',
    params: Params,
    querystring: Closed({ at: Type.Optional(Instant) }),
    response: { 200: SagaDetail, ...problemResponses({ 404: 'unknown-saga' }) },
  } as const
  api.get('/api/sagas/:reservationId', { schema: one }, ({ params, query }) =>
    detailOf(parts, params.reservationId, query.at),
  )
  const commands = {
    ...common,
    summary: 'Lists the commands of a saga, from the audit trails of the services',
    params: Params,
    response: { 200: SagaCommands, ...problemResponses({ 404: 'unknown-saga' }) },
  } as const
  api.get('/api/sagas/:reservationId/commands', { schema: commands }, ({ params }) =>
    commandsIn(parts, params.reservationId),
  )
  const event = {
    ...common,
    summary: 'Shows one event: headers, bytes, and who has taken it',
    params: EventParams,
    response: { 200: EventDetail, ...problemResponses({ 404: ['unknown-saga', 'unknown-event'] }) },
  } as const
  api.get('/api/sagas/:reservationId/events/:eventId', { schema: event }, ({ params }) =>
    eventIn(parts, params.reservationId, params.eventId),
  )
}
