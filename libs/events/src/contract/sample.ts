import { orderIdOf, paymentIdOf, shipmentIdOf } from '../ids.ts'

const euros = (amount: number) => ({ amount, currency: 'EUR' })
const reservationId = '01a00000-0000-7000-8000-000000000001'
const orderId = orderIdOf(reservationId)
const kit = { sku: 'tasting-menu', quantity: 1 }
const address = { line1: '12 rue de la Paix', city: 'Paris', postcode: '75002', country: 'FR' }

/** One guest, one evening, one order: sample values of all fields of events and view rows, for a successful saga. */
export const SAMPLE = {
  customerId: '01a00000-0000-7000-8000-000000000002',
  eveningId: '01a00000-0000-7000-8000-000000000003',
  reservationId,
  orderId,
  paymentId: paymentIdOf(orderId),
  shipmentId: shipmentIdOf(orderId),
  name: 'Ada Guest',
  email: 'ada@example.com',
  address,
  creditLimit: euros(20_000),
  title: 'An evening in Lyon',
  date: '2030-05-10T19:00:00.000Z',
  eveningDate: '2030-05-10',
  seats: 2,
  pricePerSeat: euros(6_500),
  depositPercent: 30,
  holdSeconds: 900,
  kits: [{ ...kit, name: 'Tasting menu', price: euros(4_000) }],
  cardToken: 'tok_ok',
  deposit: euros(5_100),
  balance: euros(11_900),
  reason: 'any',
  attempt: 1,
}
