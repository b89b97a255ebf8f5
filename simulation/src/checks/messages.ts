import type { RecordedEvent } from '@bistro/kit'
import type { Simulation } from '../simulation.ts'

const TOLD = ['ReservationHeld', 'Reservation_confirmed', 'OrderCancelled', 'OrderDispatched', 'OrderDelivered']
/** From this refusal on, the refund is left to an operator, who hears of each. */
const LEFT_FROM = 5

/** At rest: one message for each event that guests or operators are told of, and none beside. */
export function checkMessages(simulation: Simulation): void {
  const due = new Map([...simulation.books.streams.values()].flatMap(dueIn).map((event) => [event.id, event]))
  const { taken } = simulation.ports.mailbox
  for (const event of due.values())
    if (!taken.has(event.id))
      simulation.violate(`nobody was told of ${event.type} ${event.id}`, simulation.books.sagaOf(event))
  for (const [key, { to }] of taken)
    if (!due.has(key)) simulation.violate(`a message to ${to} tells of ${key}, of which nobody is told`)
}

function dueIn(stream: readonly RecordedEvent[]): readonly RecordedEvent[] {
  const refusals = stream.filter(({ type }) => type === 'PaymentRefundFailed')
  return [
    ...stream.filter(({ type }) => TOLD.includes(type)),
    ...refusals.filter((_, index) => index === 0 || index + 1 >= LEFT_FROM),
  ]
}
