import Type from 'typebox'
import type { History, PastEvent } from '../runtime/history.ts'
import type { MakeExample } from './examples.ts'
import { invalidRequest, Problem } from './problem.ts'
import { Closed, Id, IdParams, Instant, problemResponses } from './schemas.ts'
import { sendStream } from './tokens.ts'
import type { RouteContext } from './types.ts'

const MAX_VERSION = 2_147_483_647

const Event = Closed({
  version: Type.Integer(),
  type: Type.String(),
  id: Id,
  time: Instant,
  causationId: Type.String({ description: 'The id of the event or of the request that caused it' }),
  correlationId: Type.Optional(Type.String({ description: "The saga's id" })),
  schemaVersion: Type.Optional(
    Type.Integer({ description: 'Absent for an event that is not published, or whose schema is not known here' }),
  ),
  data: Type.Unknown(),
})
const Stream = Closed({
  streamId: Id,
  aggregate: Type.String(),
  version: Type.Integer(),
  state: Type.Unknown({ description: 'Folded from all events up to this version' }),
  substates: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      description: "Keyed sub-states that the listed events change, such as an account's credit by order",
    }),
  ),
  events: Type.Array(Event, { description: 'Oldest first; of a longer stream the last 500' }),
})

const schema = {
  tags: ['operations'],
  summary: 'Shows a stream as of a version, a moment, or now: its state, folded from its events, and the events',
  'x-bistro-role': 'operator',
  params: IdParams,
  querystring: Closed({
    version: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_VERSION })),
    at: Type.Optional({ ...Instant, description: 'RFC 3339 in UTC; not together with version' }),
  }),
  response: { 200: Stream, ...problemResponses({ 404: ['unknown-stream', 'unknown-version'] }) },
} as const

/** Events that are stored but not published are included. */
export function addStreamRoute({ api, runtime }: Pick<RouteContext, 'api' | 'runtime'>): void {
  const example: MakeExample = async ({ reader }) => {
    for (const { name } of runtime.service.aggregates)
      for (const id of await reader.recent(name)) return { params: { id } }
    return undefined
  }
  api.get('/streams/:id', { schema, config: { example } }, async ({ params: { id }, query }, reply) => {
    if (query.version !== undefined && query.at !== undefined)
      throw invalidRequest([{ path: '/query/at', message: 'must not be sent together with version' }])
    const history = await runtime.readHistory(id, query)
    if (!history) throw unknownStream(id, query.at)
    if (query.version !== undefined && query.version > history.version) throw unknownVersion(id, history.version)
    sendStream(reply, runtime, id, history)
    return toBody(id, history)
  })
}

const unknownStream = (id: string, at: string | undefined): Problem =>
  new Problem(
    404,
    'unknown-stream',
    at === undefined ? `There is no stream ${id} here.` : `The stream ${id} had no events at ${at}.`,
  )

const unknownVersion = (id: string, last: number): Problem =>
  new Problem(404, 'unknown-version', `The last version of the stream ${id} is ${last}.`)

const toBody = (streamId: string, { aggregate, version, state, substates, events }: History) => ({
  streamId,
  aggregate,
  version,
  state,
  ...(Object.keys(substates).length > 0 && { substates: { ...substates } }),
  events: events.map(toEvent),
})

const toEvent = (event: PastEvent) => {
  const { version, type, id, time, causationId, correlationId, schemaVersion, data } = event
  return { version, type, id, time, causationId, correlationId, schemaVersion, data }
}
