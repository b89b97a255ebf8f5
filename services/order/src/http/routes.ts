import { orderIdOf } from '@bistro/events'
import { Closed, Id, IdParams, Problem, problemResponses, type Routes, readStream, sendStream } from '@bistro/kit/http'
import Type from 'typebox'
import { type Order, order } from '../domain/order/index.ts'
import { ofReservation, oneOrder } from './examples.ts'
import { OrderAnswer, orderAnswer } from './order-answer.ts'

const ByReservation = Closed({ reservationId: Id })
const Orders = Closed({ items: Type.Array(OrderAnswer, { maxItems: 1 }) })

export const routes: Routes = ({ api, runtime }) => {
  const find = async (orderId: string): Promise<{ version: number; order: Order } | undefined> => {
    const found = await readStream(runtime, order, orderId)
    return found && found.state.status !== 'none' ? { version: found.version, order: found.state } : undefined
  }

  api.get(
    '/orders/:id',
    {
      config: { example: oneOrder },
      schema: {
        summary: 'Shows an order and its status',
        tags: ['orders'],
        'x-bistro-role': 'guest',
        params: IdParams,
        response: { 200: OrderAnswer, ...problemResponses({ 404: 'unknown-order' }) },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const found = await find(id)
      if (!found) throw new Problem(404, 'unknown-order', `There is no order ${id}, or it has not arrived here yet.`)
      sendStream(reply, runtime, id, found)
      return orderAnswer(found.order)
    },
  )

  api.get(
    '/orders',
    {
      config: { example: ofReservation },
      schema: {
        summary: 'Lists the order of a reservation; empty until the order exists',
        tags: ['orders'],
        'x-bistro-role': 'guest',
        querystring: ByReservation,
        response: { 200: Orders },
      },
    },
    async (request) => {
      const found = await find(orderIdOf(request.query.reservationId))
      return { items: found ? [orderAnswer(found.order)] : [] }
    },
  )
}
