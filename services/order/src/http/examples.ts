import { type MakeExample, readStream } from '@bistro/kit/http'
import { order } from '../domain/order/index.ts'

export const oneOrder: MakeExample = async ({ reader }) => {
  const [id] = await reader.recent(order.name)
  return id === undefined ? undefined : { params: { id } }
}

export const ofReservation: MakeExample = async (runtime) => {
  const [id = ''] = await runtime.reader.recent(order.name)
  const found = await readStream(runtime, order, id)
  return found && found.state.status !== 'none' ? { query: { reservationId: found.state.reservationId } } : undefined
}
