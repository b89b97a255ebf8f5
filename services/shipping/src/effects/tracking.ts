import { type Backoff, define, NOTHING_YET, type NothingYet } from '@bistro/kit'
import * as carrier from '../domain/shipment/carrier.ts'
import { shipment } from '../domain/shipment/index.ts'
import type { Carrier, Ports } from './carrier.ts'

/** A parcel takes days: polling every minute would be useless. */
const QUESTIONS: Backoff = { firstMs: 1_000, mostMs: 15 * 60_000 }

/**
 * Polls the carrier for the parcel's state while no webhook arrives, at growing intervals;
 * a webhook removes the effect's row.
 */
export const tracking = define(shipment).effect(carrier.tracking, {
  calls: 'the carrier',
  backoff: QUESTIONS,
  call: (request, { carrier }: Ports) => newsOf(request, carrier),
  command: ({ status, trackingNumber }, { attempt, address }) => ({
    type: 'ReportParcel',
    attempt,
    kind: status,
    trackingNumber,
    address,
  }),
})

async function newsOf(
  { shipmentId, attempt, dispatched }: carrier.TrackingRequest,
  asked: Carrier,
): Promise<carrier.Underway | NothingYet> {
  const parcel = await asked.parcel({ shipmentId, attempt })
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
      // The answer to the booking or the cancellation reports these.
      return NOTHING_YET
    default:
      return parcel satisfies never
  }
}
