import {
  Closed,
  Id,
  IdParams,
  type MakeExample,
  Problem,
  problemResponses,
  type Routes,
  readRow,
  readRows,
} from '@bistro/kit/http'
import Type from 'typebox'
import { deliveredOrders } from '../domain/views/delivered-orders.ts'

const DeliveredOrders = Closed({ customerId: Id, delivered: Type.Integer() })

const oneGuest: MakeExample = async (runtime) => {
  const [row] = await readRows(runtime, deliveredOrders, { limit: 1 })
  return row && { params: { id: row.customerId } }
}

export const routes: Routes = ({ api, runtime }) => {
  const show = {
    tags: ['delivered'],
    summary: 'Shows how many orders of a guest were delivered',
    'x-bistro-role': 'guest',
    params: IdParams,
    response: { 200: DeliveredOrders, ...problemResponses({ 404: 'nothing-delivered' }) },
  } as const
  api.get('/delivered/:id', { schema: show, config: { example: oneGuest } }, async ({ params }) => {
    const row = await readRow(runtime, deliveredOrders, params.id)
    if (!row) throw new Problem(404, 'nothing-delivered', `Nothing was delivered to ${params.id} yet.`)
    return row
  })
}
