import type { EventType } from '@bistro/events'
import { balanceOf } from '../flow/data.ts'
import type { Part } from '../flow/part.ts'
import type { Participant } from '../flow/participants.ts'
import type { Saga } from '../flow/saga.ts'

/** What a service does about a message. */
export interface Decision extends Pick<Part, 'status' | 'events' | 'counter'> {
  readonly call?: 'charge' | 'book'
}

/** Events of others, and what comes to a service by HTTP or as an answer. */
export type Trigger = EventType | 'Reserve' | 'Captured' | 'dispatched' | 'delivered'

type Policy = (status: string | undefined, saga: Saga) => Decision | undefined

/** A policy that acts in one status only. */
const when =
  (expected: string | undefined, decision: (saga: Saga) => Decision): Policy =>
  (status, saga) =>
    status === expected ? decision(saga) : undefined

/** The choreography of a saga that goes well: what each service does on each event. */
export const POLICIES: Readonly<Record<Participant, Partial<Record<Trigger, Policy>>>> = {
  reservation: {
    Reserve: when(undefined, ({ eveningId, seats }) => ({
      status: 'held',
      events: ['ReservationHeld'],
      counter: { id: eveningId, used: seats },
    })),
    PaymentProcessed: when('held', () => ({ status: 'confirmed', events: ['Reservation_confirmed'] })),
  },
  order: {
    ReservationHeld: when(undefined, () => ({ status: 'requested', events: ['OrderRequested'] })),
    CreditReserved: when('requested', () => ({ status: 'validated', events: ['OrderValidated'] })),
    PaymentProcessed: (status) => {
      if (status === 'validated') return { status: 'paid', events: ['OrderPaymentProcessed'] }
      if (status === 'seated') return { status: 'confirmed', events: ['OrderPaymentProcessed', 'OrderConfirmed'] }
      return undefined
    },
    Reservation_confirmed: (status) => {
      if (status === 'validated') return { status: 'seated', events: ['OrderReservationConfirmed'] }
      if (status === 'paid') return { status: 'confirmed', events: ['OrderReservationConfirmed', 'OrderConfirmed'] }
      return undefined
    },
    ShipmentDispatched: when('confirmed', () => ({ status: 'dispatched', events: ['OrderDispatched'] })),
    ShipmentDelivered: when('dispatched', () => ({ status: 'delivered', events: ['OrderDelivered'] })),
  },
  customer: {
    OrderRequested: when(undefined, (saga) => ({
      status: 'reserved',
      events: ['CreditReserved'],
      counter: { id: saga.customerId, used: balanceOf(saga).amount },
    })),
    OrderDelivered: when('reserved', (saga) => ({
      status: 'debited',
      events: ['CreditDebited'],
      counter: { id: saga.customerId, used: -balanceOf(saga).amount, due: balanceOf(saga).amount },
    })),
  },
  payment: {
    OrderValidated: when(undefined, () => ({ status: 'requested', events: ['PaymentRequested'], call: 'charge' })),
    Captured: when('requested', () => ({ status: 'processed', events: ['PaymentProcessed'] })),
  },
  shipping: {
    OrderConfirmed: when(undefined, () => ({ status: 'scheduled', events: ['ShipmentScheduled'], call: 'book' })),
    dispatched: when('scheduled', () => ({ status: 'dispatched', events: ['ShipmentDispatched'] })),
    delivered: (status) => {
      if (status === 'dispatched') return { status: 'delivered', events: ['ShipmentDelivered'] }
      if (status === 'scheduled') return { status: 'delivered', events: ['ShipmentDispatched', 'ShipmentDelivered'] }
      return undefined
    },
  },
}

/** The services whose topics a service reads. */
export const SOURCES: Readonly<Record<Participant, readonly Participant[]>> = {
  reservation: ['payment'],
  order: ['reservation', 'customer', 'payment', 'shipping'],
  customer: ['order'],
  payment: ['order'],
  shipping: ['order'],
}
