import { DBOS } from '@dbos-inc/dbos-sdk'
import { Pool } from 'pg'
import { type Part, statementOf } from '../flow/part.ts'
import { PARTICIPANTS, type Participant } from '../flow/participants.ts'
import type { Saga } from '../flow/saga.ts'
import { sagaOf } from '../flow/saga-of.ts'
import { confirmation, DISPATCH, delivery } from '../flow/steps.ts'
import { tell } from '../news.ts'
import { outsideOf } from '../outside.ts'
import type { Place } from '../place.ts'

/** The topic on which a workflow waits for its parcel. */
export const DELIVERED = 'delivered'
const DELIVERY_TIMEOUT_S = 3_600
const CONNECTIONS_EACH = 6

/**
 * The saga as a workflow: what follows another in the product's saga is a step of its own, each one transaction of the
 * database it belongs to that may be repeated. What several services do on the same event runs side by side there, so
 * one service's part of it is one step here.
 */
export function createSteps(place: Place) {
  const pools = Object.fromEntries(
    PARTICIPANTS.map((service) => [
      service,
      new Pool({ connectionString: place.postgres[service], max: CONNECTIONS_EACH }),
    ]),
  ) as Record<Participant, Pool>
  const outside = outsideOf(place)
  const write = async (part: Part, saga: Saga): Promise<void> => {
    await pools[part.service].query(statementOf(part, saga))
  }
  const step = (name: string, part: Part, saga: Saga): Promise<void> => DBOS.runStep(() => write(part, saga), { name })

  async function workflow(saga: Saga, key: string): Promise<void> {
    const { reservation, order, customer, payment, shipping } = confirmation(saga, key)
    await step('hold', { ...reservation, status: 'held', events: ['ReservationHeld'] }, saga)
    await step('request', { ...order, status: 'requested', events: ['OrderRequested'] }, saga)
    await step('credit', customer, saga)
    await step('pay', { ...payment, status: 'requested', events: ['PaymentRequested'] }, saga)
    await DBOS.runStep(() => outside.charge(saga), { name: 'charge' })
    await step('paid', { ...payment, events: ['PaymentProcessed'] }, saga)
    const { counter, answer, ...again } = reservation
    await step('seat', { ...again, events: ['Reservation_confirmed'] }, saga)
    await step('confirm', { ...order, events: order.events.slice(1) }, saga)
    tell(saga.reservationId, 'OrderConfirmed')
    await step('schedule', shipping, saga)
    await DBOS.runStep(() => outside.book(saga), { name: 'book' })
    if ((await DBOS.recv(DELIVERED, DELIVERY_TIMEOUT_S)) === null) throw new Error(`${saga.shipmentId} never came`)
    const { shipping: delivered, order: ended, customer: debited } = delivery(saga)
    await step('deliver', delivered, saga)
    await step('end', ended, saga)
    await step('debit', debited, saga)
    tell(saga.reservationId, 'OrderDelivered')
  }

  return {
    workflow,
    sagaOf: (shipmentId: string) => sagaOf(pools.shipping, shipmentId),
    dispatched: (saga: Saga) => write(DISPATCH, saga),
  }
}
