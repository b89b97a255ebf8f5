import type { EffectDefinition } from '@bistro/kit'
import type { Command } from '../shipment/commands.ts'
import type { Carrier, Ports, TrackingRequest, Underway } from './carrier.ts'

/**
 * Asks the carrier for the parcel's state when no news have come. As long as there are none the call counts as
 * unanswered, so that the runtime asks again with its back-off; news on another way take the effect's row away.
 */
export const tracking: EffectDefinition<TrackingRequest, Underway, Ports> = {
  name: 'tracking',
  aggregate: 'shipment',
  call: (request, { carrier }) => newsOf(request, carrier),
  command: ({ status, trackingNumber }, { attempt, address }): Command => ({
    type: 'ReportParcel',
    attempt,
    kind: status,
    trackingNumber,
    address,
  }),
}

async function newsOf({ shipmentId, attempt, dispatched }: TrackingRequest, carrier: Carrier): Promise<Underway> {
  const parcel = await carrier.parcel({ shipmentId, attempt })
  switch (parcel.status) {
    case 'lost':
    case 'delivered':
      return parcel
    case 'dispatched':
      if (!dispatched) return parcel
      break
    case 'unknown':
    case 'booked':
    case 'refused':
    case 'cancelled':
      // The booking's or the cancellation's own answer tells of these.
      break
    default:
      parcel satisfies never
  }
  throw new Error(`the carrier has no news of shipment ${shipmentId}, attempt ${attempt}: still ${parcel.status}`)
}
