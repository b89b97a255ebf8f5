import Type from 'typebox'
import { gateKey } from '../model/unit-of-work.ts'
import type { GateRow } from '../runtime/store.ts'
import { readPage } from './page.ts'
import { Closed, Id, PageOf, PageQuery } from './schemas.ts'
import type { RouteContext } from './types.ts'

const MAX_SOURCE_CHARS = 255
const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'

const Gate = Closed({
  source: Type.String({ description: "The publisher's `ce_source`, such as /services/order" }),
  streamId: Id,
  version: Type.Integer({ description: 'The last version that was taken; 0 for none' }),
  eventId: Type.Optional(Id),
  waiting: Type.Integer({ description: 'Number of messages of the stream that are parked' }),
})

const schema = {
  tags: ['operations'],
  summary: "Lists how far other services' streams were taken: of one stream, of one source, or of all",
  'x-bistro-role': 'operator',
  querystring: Closed({
    limit: PageQuery.properties.limit,
    after: Type.Optional(
      Type.String({ pattern: `^${UUID}\\|.{1,${MAX_SOURCE_CHARS}}$`, description: '`next` of a page' }),
    ),
    source: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_SOURCE_CHARS })),
    stream: Type.Optional(Id),
  }),
  response: { 200: PageOf(Gate) },
} as const

export function addGatesRoute({ api, runtime }: Pick<RouteContext, 'api' | 'runtime'>): void {
  api.get('/gates', { schema, config: { tokens: false } }, ({ query: { source, stream, ...page } }) =>
    readPage(
      page,
      (rows) => runtime.reader.gates(rows, { source, stream }),
      toItem,
      (gate) => gateKey(gate.source, gate.stream),
    ),
  )
}

const toItem = ({ stream, ...gate }: GateRow) => ({ streamId: stream, ...gate })
