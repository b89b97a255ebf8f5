import { Closed, Id } from '@bistro/kit/http'
import { CustomerHistory } from '../contract/index.ts'
import { readWith } from '../live/read.ts'
import type { OpenPart } from '../parts.ts'
import { History } from './history.ts'

/** What a customer's orders have come to. Where the log is in memory there is no such topic, and nothing to tell. */
export const openHistory: OpenPart = ({ log, health, reader, survey }) => {
  const history = new History(readWith(reader))
  const schema = {
    tags: ['sagas'],
    summary: "Lists what a guest's orders have come to, as the stream processor has written it",
    'x-bistro-role': 'guest',
    params: Closed({ customerId: Id }),
    response: { 200: CustomerHistory },
  } as const
  return {
    addRoutes: (api) => {
      api.get('/api/customers/:customerId/history', { schema }, async ({ params }) => history.of(params.customerId))
    },
    start: async () => {
      if (survey) await history.start(log, health)
    },
    stop: () => history.stop(),
  }
}
