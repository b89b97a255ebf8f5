import type { MakeExample } from '@bistro/kit/http'

export const oneShipment: MakeExample = async (reader) => {
  const [orderId] = await reader.recent('shipment')
  return orderId === undefined ? undefined : { params: { orderId } }
}
