import { gatewayCall, headersOf } from '@bistro/http-client'
import { type Choice, KITS } from './scenarios.ts'

const CURRENCY = 'EUR'
const PRICE_PER_SEAT = 5000
const DEPOSIT_PERCENT = 30
const DAYS_AHEAD = 14
const DAY_MS = 86_400_000

export const accountRequest = ({ postcode, creditLimit }: Choice) =>
  gatewayCall('post', '/api/customer/customers', {
    body: {
      name: 'Ada Guest',
      email: 'ada@example.com',
      address: { line1: '12 Rue de la Roquette', city: 'Paris', postcode, country: 'FR' },
      creditLimit: { amount: creditLimit, currency: CURRENCY },
    },
  })

export const eveningRequest = ({ seatsOfEvening, holdSeconds }: Choice, nowMs: number) =>
  gatewayCall('post', '/api/reservation/evenings', {
    body: {
      title: 'An evening at the chef’s table',
      date: new Date(nowMs + DAYS_AHEAD * DAY_MS).toISOString(),
      seats: seatsOfEvening,
      pricePerSeat: { amount: PRICE_PER_SEAT, currency: CURRENCY },
      depositPercent: DEPOSIT_PERCENT,
      kits: [...KITS],
      ...(holdSeconds === undefined ? {} : { holdSeconds }),
    },
  })

interface Place {
  readonly customerId: string
  readonly eveningId: string
  readonly key: string
  /** So that the reservation service waits until it knows the guest. */
  readonly tokens: readonly (string | undefined)[]
}

export const reservationRequest = (
  { seats, sku, quantity, cardToken }: Choice,
  { customerId, eveningId, key, tokens }: Place,
) =>
  gatewayCall('post', '/api/reservation/reservations', {
    params: { header: headersOf({ tokens, idempotencyKey: key }) },
    body: { customerId, eveningId, seats, kits: [{ sku, quantity }], cardToken },
  })
