import { IdParams, PageQuery, problemResponses, type RouteContext, readPage, readRows } from '@bistro/kit/http'
import { type CustomerReservation, customerReservations } from '../domain/views/customer-reservations.ts'
import { accountOf } from './customers.ts'
import { oneCustomer } from './examples.ts'
import { CustomerReservations } from './schemas.ts'

export function addReservations({ api, runtime }: RouteContext): void {
  const list = {
    tags: ['customers'],
    summary: "Lists a guest's reservations once they are confirmed, newest first",
    'x-bistro-role': 'guest',
    params: IdParams,
    querystring: PageQuery,
    response: { 200: CustomerReservations, ...problemResponses({ 404: 'unknown-customer' }) },
  } as const
  api.get(
    '/customers/:id/reservations',
    { schema: list, config: { example: oneCustomer } },
    async ({ params, query }) => {
      await accountOf(runtime, params.id)
      return readPage(
        query,
        (page) => readRows(runtime, customerReservations, { ...page, where: ['customerId', params.id] }),
        toItem,
        ({ reservationId }) => reservationId,
      )
    },
  )
}

const toItem = ({ reservationId, eveningId, seats, status }: CustomerReservation) => ({
  reservationId,
  eveningId,
  seats,
  status,
})
