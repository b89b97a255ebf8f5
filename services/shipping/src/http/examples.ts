import type { MakeExample } from '@bistro/kit/http'
import { shipment } from '../domain/shipment/index.ts'

export const oneShipment: MakeExample = async ({ reader }) => {
  const [orderId] = await reader.recent(shipment.name)
  return orderId === undefined ? undefined : { params: { orderId } }
}
