import { topics } from '@bistro/events'
import { amountIn, type RecordOfTopic, type World } from '@bistro/workshop'

/** What happened to a reservation, as the topics tell it. */
export interface Past {
  /** Cancelled after it was confirmed, and its guest never asked for that. */
  readonly isCancelledByTheRestaurant: boolean
  /** In cents, at the moment before the order was cancelled. */
  readonly reserved: number
}

/** Computed from the events alone; undefined where there is no such reservation. */
export async function pastOf(world: World, reservationId: string): Promise<Past | undefined> {
  const reservation = (await world.records(topics.reservation)).filter(({ key }) => key === reservationId)
  const types = new Set(reservation.map(({ type }) => type))
  if (types.size === 0) return undefined
  const order = (await world.records(topics.order)).find(
    ({ type, data }) => type === 'OrderCancelled' && data?.reservationId === reservationId,
  )
  const customerId = order?.data?.customerId
  const before = (await world.records(topics.customer)).filter(
    ({ key, headers }) => key === customerId && String(headers.ce_time) < String(order?.headers.ce_time),
  )
  return {
    isCancelledByTheRestaurant:
      types.has('Reservation_confirmed') &&
      types.has('ReservationCancelled') &&
      !types.has('ReservationCancellationRequested'),
    reserved: before.reduce((sum, record) => sum + reservedBy(record), 0),
  }
}

const SIGNS: Readonly<Record<string, number>> = { CreditReserved: 1, CreditReleased: -1, CreditDebited: -1 }

const reservedBy = ({ type, data }: RecordOfTopic): number => (SIGNS[type] ?? 0) * amountIn(data?.amount)
