import { orderIdOf } from '@bistro/events'
import type { RecordedEvent } from '@bistro/kit'
import { isEnd } from './checks/books.ts'
import type { Guests } from './guests.ts'
import type { GuestPlan } from './plan.ts'
import type { Simulation } from './simulation.ts'

/** How one guest's saga ended, in the words of the domain's table of endings. */
export function endingOf(simulation: Simulation, guests: Guests, { number }: GuestPlan): string {
  const reservationId = guests.reservations.get(number)
  if (reservationId === undefined) return guests.refusals.get(number) ?? 'never answered'
  if (simulation.books.has('reservation', reservationId, 'ReservationRejected')) return 'evening full'
  const orderId = orderIdOf(reservationId)
  const end = simulation.books.of('order', orderId).findLast(isEnd)
  if (!end) return 'never ended'
  const suffixes = [...notesOn(simulation, orderId)]
  const name = end.type === 'OrderDelivered' ? 'delivered' : reasonIn(end)
  return suffixes.length > 0 ? `${name} (${suffixes.join(', ')})` : name
}

const reasonIn = ({ data }: RecordedEvent): string => (data as { reason: string }).reason

function* notesOn(simulation: Simulation, orderId: string): Iterable<string> {
  const { books } = simulation
  if (books.has('order', orderId, 'OrderCancellationRejected')) yield 'cancellation rejected'
  const lost = books.of('shipping', orderId).filter(({ type }) => type === 'ShipmentLost').length
  if (lost > 0) yield lost === 1 ? 'a parcel lost' : 'both parcels lost'
  if (books.has('payment', orderId, 'PaymentRefunded')) yield 'refunded'
  else if (books.has('payment', orderId, 'PaymentRefundSettled')) yield 'refund settled by hand'
  else if (books.has('payment', orderId, 'PaymentRefundFailed')) yield 'refund on the operator’s list'
}
