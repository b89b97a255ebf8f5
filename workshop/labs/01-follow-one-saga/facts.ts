import { orderIdOf, shipmentIdOf } from '@bistro/events'
import type { World } from '@bistro/workshop'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** An event as a service has stored it. */
interface Stored {
  readonly id: string
  readonly type: string
  readonly causation_id: string
}

const EVENTS =
  'select id, type, causation_id from events where correlation_id = $1 or stream = $2::uuid order by position'

/** What the answers are held against: found in the databases and on the topic, for the learner's own saga. */
export function factsOf(world: World, reservationId: string) {
  const orderId = orderIdOf(reservationId)
  const storedBy = (service: 'order' | 'payment' | 'customer') =>
    world.query<Stored>(service, EVENTS, [reservationId, orderId])
  return {
    orderId,
    shipmentId: shipmentIdOf(orderId),
    ending: async () => (await storedBy('order')).map(({ type }) => type).find(isEnding),
    /** Of the event that caused another one. */
    causeOf: async (type: string) => {
      const events = [...(await storedBy('payment')), ...(await storedBy('order'))]
      const caused = events.find((event) => event.type === type)
      return events.find(({ id }) => id === caused?.causation_id)?.type
    },
    undoneBy: async () =>
      (await storedBy('customer')).map(({ type }) => type).find((type) => type === 'CreditReleased'),
    /** All places, as a record may be there more than once. */
    placesOf: async (type: string) => {
      const records = await world.records('bistro.order.v1')
      const mine = records.filter(
        ({ headers }) => headers.ce_subject === orderId && headers.ce_type === `bistro.order.${type}`,
      )
      return mine.map(({ partition, offset }) => `${partition}/${offset}`)
    },
    gate: async () => {
      const rows = await world.query<{ version: number }>('shipping', 'select version from gates where stream = $1', [
        orderId,
      ])
      return rows[0]?.version
    },
  }
}

export type Facts = ReturnType<typeof factsOf>

const isEnding = (type: string): boolean => type === 'OrderDelivered' || type === 'OrderCancelled'

export const isId = (text: string): boolean => UUID.test(text.toLowerCase())
