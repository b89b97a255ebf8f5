import { orderIdOf, paymentIdOf, shipmentIdOf } from '@bistro/events'
import type { Harness } from '@bistro/kit/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startBench } from './harness.ts'

const reservationId = '0193e7a0-0000-7000-8000-000000000001'
const customerId = '0193e7a0-0000-7000-8000-000000000002'
const eveningId = '0193e7a0-0000-7000-8000-000000000003'
const orderId = orderIdOf(reservationId)
const ids = { orderId, reservationId }
const eur = (amount: number) => ({ amount, currency: 'EUR' })

const opened = {
  type: 'EveningOpened',
  data: {
    eveningId,
    title: 'Truffles',
    date: '2027-03-06T19:00:00.000Z',
    seats: 6,
    pricePerSeat: eur(4_000),
    depositPercent: 30,
    holdSeconds: 900,
    kits: [{ sku: 'truffle', name: 'Truffle kit', price: eur(2_500) }],
  },
}
const held = (sku = 'truffle') => ({
  type: 'ReservationHeld',
  data: {
    reservationId,
    customerId,
    eveningId,
    seats: 2,
    kits: [{ sku, quantity: 2 }],
    cardToken: 'tok_ok',
    holdExpiresAt: '2027-03-01T10:15:00.000Z',
  },
})
const reserved = { type: 'CreditReserved', data: { customerId, ...ids, amount: eur(9_100) } }
const paymentId = paymentIdOf(orderId)
const processed = {
  type: 'PaymentProcessed',
  data: { ...ids, paymentId, amount: eur(3_900), providerReference: 'ch_1' },
}
const seats = { type: 'Reservation_confirmed', data: { reservationId, customerId, eveningId, seats: 2, orderId } }
const wantsOut = { type: 'ReservationCancellationRequested', data: { reservationId, customerId } }
const parcel = { ...ids, shipmentId: shipmentIdOf(orderId) }
const dispatched = { type: 'ShipmentDispatched', data: { ...parcel, attempt: 1, trackingNumber: 'T-1' } }

let harness: Harness
beforeEach(async () => {
  harness = await startBench()
})
afterEach(() => harness.stop())

const types = () => harness.published().map(({ type }) => type)
async function arrive(...events: { type: string; data: object }[]): Promise<void> {
  for (const event of events) await harness.arrive(event)
}

test('the happy path, from the hold to the door', async () => {
  await arrive(opened, held(), reserved, processed, seats, dispatched, { type: 'ShipmentDelivered', data: parcel })
  await harness.until('OrderDelivered')
  expect(types()).toEqual([
    'OrderRequested',
    'OrderValidated',
    'OrderPaymentProcessed',
    'OrderReservationConfirmed',
    'OrderConfirmed',
    'OrderDispatched',
    'OrderDelivered',
  ])
  expect(harness.published().at(-1)?.data).toEqual({ ...ids, customerId, balance: eur(9_100) })
})

test('a reservation of an evening that is not known yet waits for it', async () => {
  await arrive(held())
  expect(types()).toEqual([])
  await arrive(opened)
  await harness.until('OrderRequested')
})

test('a kit that the known evening lacks ends the order', async () => {
  await arrive(opened, held('goose'))
  await harness.until('OrderCancelled')
  expect(harness.published().at(-1)?.data).toMatchObject({ reason: 'invalid_order' })
})

test('a cancellation that meets a parcel under way is rejected', async () => {
  await arrive(opened, held(), reserved, processed, seats, wantsOut, dispatched)
  await harness.until('OrderCancellationRejected')
  expect(types().slice(-3)).toEqual(['OrderCancellationRequested', 'OrderDispatched', 'OrderCancellationRejected'])
})

describe('over HTTP', () => {
  const order = {
    ...ids,
    status: 'validated',
    lines: [{ sku: 'truffle', name: 'Truffle kit', quantity: 2, unitPrice: eur(2_500) }],
    deposit: eur(3_900),
    balance: eur(9_100),
  }

  test('an order is found by its id, with a token of its stream and without the card', async () => {
    await arrive(opened, held(), reserved)
    const answer = await harness.api.inject(`/orders/${orderId}`)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['consistency-token']).toBe(`order:${orderId}@2`)
    expect(answer.json()).toEqual(order)
  })

  test('and by its reservation, without a token', async () => {
    await arrive(opened, held(), reserved)
    const answer = await harness.api.inject(`/orders?reservationId=${reservationId}`)
    expect(answer.headers).not.toHaveProperty('consistency-token')
    expect(answer.json()).toEqual({ items: [order] })
  })

  test('a reservation without an order has an empty list', async () => {
    const answer = await harness.api.inject(`/orders?reservationId=${reservationId}`)
    expect(answer.json()).toEqual({ items: [] })
  })

  test('a cancelled order says why', async () => {
    await arrive(opened, held(), wantsOut)
    const answer = await harness.api.inject(`/orders/${orderId}`)
    expect(answer.json()).toMatchObject({ status: 'cancelled', cancelReason: 'guest_cancelled' })
  })

  test.each([
    ['an unknown order', `/orders/${orderId}`, 404, 'unknown-order'],
    ['an id that is none', '/orders/42', 400, 'invalid-request'],
    ['a list without a reservation', '/orders', 400, 'invalid-request'],
    ['a list with something else', `/orders?reservationId=${reservationId}&status=paid`, 400, 'invalid-request'],
  ])('%s is refused', async (_, url, status, slug) => {
    const answer = await harness.api.inject(url)
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.json().type).toMatch(new RegExp(`/${slug}$`))
  })
})
