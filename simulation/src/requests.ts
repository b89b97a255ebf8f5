import type { EventOf } from '@bistro/events'
import type { AnyCommand, Request, Row } from '@bistro/kit'
import type { CarrierNews } from './outside/carrier.ts'
import {
  type CustomerPlan,
  DEPOSIT_PERCENT,
  type EveningPlan,
  type GuestPlan,
  PRICE_OF_KIT,
  PRICE_PER_SEAT,
} from './plan.ts'

/** Requests to the runtime, as the services' HTTP routes make them. */
type Cause = Request['cause']

const eur = (amount: number) => ({ amount, currency: 'EUR' })
const SKU = 'menu'
const OTHER_SKU = 'dodo'
const EVENING_DATE = '2027-04-01T19:00:00.000Z'
const NO_READS: Request['reads'] = []

export function registration(cause: Cause, customerId: string, { creditLimit, postcode }: CustomerPlan): Request {
  const address = { line1: '1 Rue du Four', city: 'Lyon', postcode, country: 'FR' }
  const body = { name: 'Ada', email: 'ada@example.com', address, creditLimit: eur(creditLimit) }
  const command = () => ({ type: 'Register', customerId, ...body })
  return { cause, by: 'guest', aggregate: 'account', stream: customerId, reads: NO_READS, command }
}

export function creditLimit(cause: Cause, customerId: string, limit: number): Request {
  const command = () => ({ type: 'ChangeCreditLimit', customerId, creditLimit: eur(limit) })
  return { cause, by: 'guest', aggregate: 'account', stream: customerId, reads: NO_READS, command }
}

export function opening(cause: Cause, eveningId: string, { seats, holdSeconds }: EveningPlan): Request {
  const evening = {
    eveningId,
    title: 'Truffles',
    date: EVENING_DATE,
    seats,
    pricePerSeat: eur(PRICE_PER_SEAT),
    depositPercent: DEPOSIT_PERCENT,
    holdSeconds,
    kits: [{ sku: SKU, name: 'Menu kit', price: eur(PRICE_OF_KIT) }],
  }
  const command = () => ({ type: 'OpenEvening', ...evening })
  return { cause, by: 'guest', aggregate: 'evening', stream: eveningId, reads: NO_READS, command }
}

export interface Reserving {
  readonly reservationId: string
  readonly customerId: string
  readonly eveningId: string
  /** The guest's idempotency key, the same for each retry. */
  readonly key: string
  readonly now: string
}

export function reserving(cause: Cause, guest: GuestPlan, ids: Reserving): Request {
  const { reservationId, customerId, eveningId, key, now } = ids
  const { seats, cardToken } = guest
  const kits = [{ sku: guest.kit === 'offered' ? SKU : OTHER_SKU, quantity: seats }]
  const order = { reservationId, customerId, eveningId, seats, kits, cardToken, now }
  return {
    cause,
    by: 'guest',
    aggregate: 'reservation',
    stream: reservationId,
    reads: [
      { view: 'known_customers', key: customerId },
      { view: 'evenings', key: eveningId },
    ],
    command: ([customer, evening]): AnyCommand => {
      const known = {
        customerKnown: customer !== null,
        evening: guest.kit === 'forged' ? alsoOffering(evening) : evening,
      }
      return { type: 'Reserve', ...order, ...known } as AnyCommand
    },
    idempotency: {
      key,
      fingerprint: key,
      answer: (outcome) =>
        'rejected' in outcome ? undefined : { status: 202, headers: {}, body: { reservationId: outcome.stream } },
    },
  }
}

/** The evening, changed so that it offers the other kit too: the reservation service then accepts an invalid order. */
const alsoOffering = (row: Row | null | undefined): Row | null => {
  const evening = row as unknown as EventOf<'EveningOpened'>['data'] | null
  return evening && { ...evening, kits: [...evening.kits, { sku: OTHER_SKU, name: 'Dodo', price: eur(PRICE_OF_KIT) }] }
}

export function cancelling(cause: Cause, reservationId: string): Request {
  const command = () => ({ type: 'RequestCancellation' })
  return { cause, by: 'guest', aggregate: 'reservation', stream: reservationId, reads: NO_READS, command }
}

export function refundRetry(cause: Cause, orderId: string): Request {
  return {
    cause,
    by: 'operator',
    aggregate: 'payment',
    stream: orderId,
    reads: NO_READS,
    command: () => ({ type: 'RetryRefund' }),
  }
}

export function refundSettlement(cause: Cause, orderId: string): Request {
  const command = () => ({ type: 'SettleRefund', why: 'paid back by bank transfer', reference: null })
  return { cause, by: 'operator', aggregate: 'payment', stream: orderId, reads: NO_READS, command }
}

export function carrierNews(
  cause: Cause,
  news: CarrierNews,
  delivery: { orderId: string; customerId: string },
): Request {
  const { attempt, kind, trackingNumber, at } = news
  return {
    cause,
    by: 'carrier',
    aggregate: 'shipment',
    stream: delivery.orderId,
    reads: [{ view: 'delivery_addresses', key: delivery.customerId }],
    command: ([row]): AnyCommand => {
      const { address } = row as { address?: object }
      return { type: 'ReportParcel', attempt, kind, trackingNumber, at, address } as AnyCommand
    },
  }
}
