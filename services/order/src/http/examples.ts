import type { MakeExample } from '@bistro/kit/http'
import type { Order } from '../order/index.ts'

export const oneOrder: MakeExample = async (reader) => {
  const [id] = await reader.recent('order')
  return id === undefined ? undefined : { params: { id } }
}

export const ofReservation: MakeExample = async (reader) => {
  const [id] = await reader.recent('order')
  const order = id === undefined ? undefined : ((await reader.head(id))?.state as Order | undefined)
  return order && { query: { reservationId: order.reservationId } }
}
