import { type Backoff, type EffectDefinition, NOTHING_YET, type NothingYet } from '@bistro/kit'
import type { Command } from '../shipment/commands.ts'
import type { Carrier, Ports, TrackingRequest, Underway } from './carrier.ts'

/** A parcel is under way for days: to ask every minute would bring nothing. */
const QUESTIONS: Backoff = { firstMs: 1_000, mostMs: 15 * 60_000 }

/**
 * Asks the carrier for the parcel's state when no news have come, and again while there are none, less and less often;
 * news on another way take the effect's row away.
 */
export const tracking: EffectDefinition<TrackingRequest, Underway, Ports> = {
  name: 'tracking',
  aggregate: 'shipment',
  calls: 'the carrier',
  backoff: QUESTIONS,
  call: (request, { carrier }) => newsOf(request, carrier),
  command: ({ status, trackingNumber }, { attempt, address }): Command => ({
    type: 'ReportParcel',
    attempt,
    kind: status,
    trackingNumber,
    address,
  }),
}

async function newsOf(
  { shipmentId, attempt, dispatched }: TrackingRequest,
  carrier: Carrier,
): Promise<Underway | NothingYet> {
  const parcel = await carrier.parcel({ shipmentId, attempt })
  switch (parcel.status) {
    case 'lost':
    case 'delivered':
      return parcel
    case 'dispatched':
      return dispatched ? NOTHING_YET : parcel
    case 'unknown':
    case 'booked':
    case 'refused':
    case 'cancelled':
      // The booking's or the cancellation's own answer tells of these.
      return NOTHING_YET
    default:
      return parcel satisfies never
  }
}
