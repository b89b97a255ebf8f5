import type { EventType } from '@bistro/events'
import type { Saga } from './saga.ts'

const PRICE_PER_SEAT = 6_500
const PRICE_PER_KIT = 4_000
const DEPOSIT_PERCENT = 30
const EVENING_DATE = '2030-06-15'
const HOLD_EXPIRES_AT = '2030-06-01T12:00:00.000Z'

/** Where every parcel goes. */
export const ADDRESS = { line1: '12 rue de la Paix', city: 'Paris', postcode: '75011', country: 'FR' }
export const DELIVER_BY = '2030-06-14'
const DELIVERED_AT = '2030-06-12T14:30:00.000Z'

const euros = (amount: number) => ({ amount, currency: 'EUR' })

const totalOf = ({ seats, kits }: Saga): number =>
  seats * PRICE_PER_SEAT + kits.reduce((sum, { quantity }) => sum + quantity * PRICE_PER_KIT, 0)

export const depositOf = (saga: Saga) => euros(Math.round((totalOf(saga) * DEPOSIT_PERCENT) / 100))
export const balanceOf = (saga: Saga) => euros(totalOf(saga) - depositOf(saga).amount)

const linesOf = ({ kits }: Saga) =>
  kits.map((kit) => ({ ...kit, name: 'Tasting menu, five courses', unitPrice: euros(PRICE_PER_KIT) }))

/** The fields of each event of a saga that goes well. */
export function dataOf(type: EventType, saga: Saga): object {
  const { reservationId, orderId, customerId, eveningId, seats, kits, cardToken, paymentId, shipmentId } = saga
  const order = { orderId, reservationId }
  const seated = { reservationId, customerId, eveningId, seats }
  switch (type) {
    case 'ReservationHeld':
      return { ...seated, kits, cardToken, holdExpiresAt: HOLD_EXPIRES_AT }
    case 'Reservation_confirmed':
      return { ...seated, orderId }
    case 'OrderRequested': {
      const money = { deposit: depositOf(saga), balance: balanceOf(saga) }
      return { ...order, customerId, eveningId, eveningDate: EVENING_DATE, lines: linesOf(saga), ...money, cardToken }
    }
    case 'OrderValidated':
      return { ...order, customerId, deposit: depositOf(saga), cardToken }
    case 'OrderPaymentProcessed':
      return { ...order, paymentId }
    case 'OrderReservationConfirmed':
      return order
    case 'OrderConfirmed':
      return { ...order, customerId, eveningId, eveningDate: EVENING_DATE, lines: linesOf(saga) }
    case 'OrderDispatched':
      return { ...order, shipmentId }
    case 'OrderDelivered':
      return { ...order, customerId, balance: balanceOf(saga) }
    case 'CreditReserved':
    case 'CreditDebited':
      return { ...order, customerId, amount: balanceOf(saga) }
    case 'PaymentRequested':
      return { ...order, paymentId, amount: depositOf(saga) }
    case 'PaymentProcessed':
      return { ...order, paymentId, amount: depositOf(saga), providerReference: `psp_${paymentId}` }
    case 'ShipmentScheduled':
      return { ...order, shipmentId, attempt: 1, deliverBy: DELIVER_BY }
    case 'ShipmentDispatched':
      return { ...order, shipmentId, attempt: 1, trackingNumber: `BC${shipmentId}` }
    case 'ShipmentDelivered':
      return { ...order, shipmentId, deliveredAt: DELIVERED_AT }
    default:
      throw new Error(`${type} is not an event of a saga that ends with OrderDelivered`)
  }
}
