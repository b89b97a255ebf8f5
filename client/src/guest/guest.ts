import { randomUUID } from 'node:crypto'
import { headersOf } from '@bistro/http-client'
import type { Manifest } from '../manifest.ts'
import { routesOf } from '../routes.ts'
import { type Answer, answerTo, created } from './http.ts'

const DAY_MS = 86_400_000
const DAYS_AHEAD = 14
const KIT = { sku: 'tasting-menu', name: 'Tasting menu, five courses', price: euros(4000) }

/** What sets one reservation apart from an ordinary one. */
export interface Wishes {
  readonly seats: number
  readonly seatsOfEvening: number
  readonly creditLimitCents: number
  readonly sku: string
  readonly cardToken: string
  readonly postcode: string
  /** How long the evening holds unpaid seats; the service's default if not given. */
  readonly holdSeconds?: number
  /** The guest cancels when this event of the saga has been seen. */
  readonly cancelsAfter?: string
}

/** An ordinary guest, for whom everything goes well. */
export const ORDINARY: Wishes = {
  seats: 2,
  seatsOfEvening: 12,
  creditLimitCents: 100_000,
  sku: KIT.sku,
  cardToken: 'tok_ok',
  postcode: '75011',
}

/** A guest with an account, and an evening of their own to go to. */
export interface Arranged {
  readonly customerId: string
  readonly eveningId: string
  readonly tokens: readonly (string | undefined)[]
}

/** Makes an account and opens an evening, over HTTP like anybody else. Throws a StackError, Unavailable if it may be tried again. */
export async function arrange(manifest: Manifest, wishes: Wishes): Promise<Arranged> {
  const [customers, reservations] = [routesOf(manifest, 'customer'), routesOf(manifest, 'reservation')]
  const [customer, evening] = await Promise.all([
    created('POST /customers', () => customers.POST('/customers', { body: accountOf(wishes) })),
    created('POST /evenings', () => reservations.POST('/evenings', { body: eveningFor(wishes) })),
  ])
  return {
    customerId: String(customer.body.customerId),
    eveningId: String(evening.body.eveningId),
    tokens: [customer.token, evening.token],
  }
}

/** Asks for seats and kits; whatever the answer is, it is the caller's to judge. */
export const reserve = (
  manifest: Manifest,
  arranged: Arranged,
  wishes: Wishes,
  idempotencyKey: string = randomUUID(),
): Promise<Answer> =>
  answerTo('POST /reservations', () =>
    routesOf(manifest, 'reservation').POST('/reservations', {
      params: { header: headersOf({ tokens: arranged.tokens, idempotencyKey }) },
      body: {
        customerId: arranged.customerId,
        eveningId: arranged.eveningId,
        seats: wishes.seats,
        kits: [{ sku: wishes.sku, quantity: 1 }],
        cardToken: wishes.cardToken,
      },
    }),
  )

/** Asks for a reservation to be cancelled; the answer is the caller's to judge. */
export const cancel = (manifest: Manifest, reservationId: string): Promise<Answer> =>
  answerTo('POST /reservations/{id}/cancellation', () =>
    routesOf(manifest, 'reservation').POST('/reservations/{id}/cancellation', {
      params: { path: { id: reservationId } },
    }),
  )

const accountOf = (wishes: Wishes) => ({
  name: 'Ada Guest',
  email: 'ada@example.com',
  address: { line1: '12 rue de la Paix', city: 'Paris', postcode: wishes.postcode, country: 'FR' },
  creditLimit: euros(wishes.creditLimitCents),
})

const eveningFor = (wishes: Wishes) => ({
  title: 'An evening in Lyon',
  date: new Date(Date.now() + DAYS_AHEAD * DAY_MS).toISOString(),
  seats: wishes.seatsOfEvening,
  pricePerSeat: euros(6500),
  depositPercent: 30,
  ...(wishes.holdSeconds ? { holdSeconds: wishes.holdSeconds } : {}),
  kits: [KIT],
})

function euros(cents: number): { amount: number; currency: string } {
  return { amount: cents, currency: 'EUR' }
}
