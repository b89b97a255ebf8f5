import { createHmac, randomUUID } from 'node:crypto'
import type { Manifest } from '@bistro/client/manifest'
import { shipmentIdOf } from '@bistro/events'
import { CouldNotCheck } from '@bistro/workshop'

const NOTED = 204

/** Tells shipping of the parcel of an order, signed as the carrier signs. @throws CouldNotCheck where that is refused */
export async function speakAsCarrier(
  { services, carrier }: Manifest,
  orderId: string,
  news: { readonly kind: 'dispatched' | 'delivered'; readonly at: string },
): Promise<void> {
  const shipmentId = shipmentIdOf(orderId)
  const body = JSON.stringify({ eventId: randomUUID(), shipmentId, attempt: 1, trackingNumber: 'LAB-9', ...news })
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const signature = createHmac('sha256', carrier.webhookSecrets[0] ?? '')
    .update(`${timestamp}.${body}`)
    .digest('hex')
  const { status } = await fetch(`${services.shipping.url}/carrier-events`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'carrier-timestamp': timestamp,
      'carrier-signature': `v1=${signature}`,
    },
  })
  if (status !== NOTED)
    throw new CouldNotCheck(`shipping does not take the carrier's news: ${status}.`, 'npm run stack -- status')
}
