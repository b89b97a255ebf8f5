import type { Saga } from './facts.ts'
import { factsOf, has, isEnding } from './saga.ts'

/** How a saga has ended: `delivered` or the reason of its cancellation, and notes on what happened before. */
export function labelOf(saga: Saga): string {
  const end = saga.facts.findLast(isEnding)
  if (!end) return 'never ended'
  if (end.type === 'ReservationRejected') return 'evening full'
  const name = end.type === 'OrderDelivered' ? 'delivered' : (end.data.reason ?? 'cancelled')
  const notes = [...notesOn(saga)]
  return notes.length > 0 ? `${name} (${notes.join(', ')})` : name
}

function* notesOn(saga: Saga): Iterable<string> {
  if (has(saga, 'OrderCancellationRejected')) yield 'cancellation rejected'
  const lost = factsOf(saga, 'ShipmentLost').length
  if (lost > 0) yield lost === 1 ? 'a parcel lost' : 'both parcels lost'
  if (has(saga, 'PaymentRefunded')) yield 'refunded'
  else if (has(saga, 'PaymentRefundSettled')) yield 'refund settled by hand'
  else if (has(saga, 'PaymentRefundFailed')) yield 'refund on the operator’s list'
}
