import { randomUUID } from 'node:crypto'
import { type Arranged, type Manifest, ORDINARY } from '@bistro/client'

/** Bodies that are well-formed; each test spoils one of them. */
export const goodCustomer = {
  name: 'Ada Guest',
  email: 'ada@example.com',
  address: { line1: '12 rue de la Paix', city: 'Paris', postcode: '75002', country: 'FR' },
  creditLimit: { amount: 100_000, currency: 'EUR' },
}

export const goodEvening = {
  title: 'An evening in Lyon',
  date: '2030-05-01T19:00:00.000Z',
  seats: 12,
  pricePerSeat: { amount: 6_500, currency: 'EUR' },
  depositPercent: 30,
  kits: [{ sku: 'tasting-menu', name: 'Tasting menu', price: { amount: 4_000, currency: 'EUR' } }],
}

export const goodReservation = ({ customerId, eveningId }: Pick<Arranged, 'customerId' | 'eveningId'>) => ({
  customerId,
  eveningId,
  seats: 1,
  kits: [{ sku: ORDINARY.sku, quantity: 1 }],
  cardToken: ORDINARY.cardToken,
})

/** The headers that an operator's request needs. */
export const asOperator = ({ operator }: Pick<Manifest, 'operator'>): Record<string, string> => ({
  authorization: `Bearer ${operator.token}`,
})

export const newKey = (): Record<string, string> => ({ 'idempotency-key': randomUUID() })
