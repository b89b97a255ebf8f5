import {
  Closed,
  Id,
  Instant,
  type MakeExample,
  PageOf,
  PageQuery,
  problemResponses,
  type Routes,
  readPage,
  readRows,
} from '@bistro/kit/http'
import Type from 'typebox'
import { type Mail, mails } from '../domain/views/mails.ts'

const Message = Closed({
  id: { ...Id, description: 'Of the event that it tells of; Message-ID and webhook key derive from it' },
  kind: Type.String(),
  to: Type.String({ description: 'A guest’s address, or `operators`' }),
  subject: Type.String(),
  at: { ...Instant, description: 'When that event happened' },
  status: Type.Enum(['waiting', 'sent', 'refused']),
})

const aReservation: MakeExample = async (runtime) => {
  const [row] = await readRows(runtime, mails, { limit: 1 })
  return row && { query: { reservationId: row.reservationId } }
}

export const routes: Routes = ({ api, runtime }) => {
  const list = {
    tags: ['messages'],
    summary: 'Lists the messages about a reservation, newest first',
    'x-bistro-role': 'guest',
    querystring: Closed({ reservationId: Id, ...PageQuery.properties }),
    response: { 200: PageOf(Message), ...problemResponses({}) },
  } as const
  api.get('/messages', { schema: list, config: { example: aReservation } }, ({ query: { reservationId, ...query } }) =>
    readPage(
      query,
      (page) => readRows(runtime, mails, { ...page, where: ['reservationId', reservationId] }),
      toItem,
      ({ id }) => id,
    ),
  )
}

const toItem = ({ id, kind, recipient, subject, at, status }: Mail) => ({
  ...{ id, kind, to: recipient, subject, at, status },
})
