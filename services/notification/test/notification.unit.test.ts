import { orderIdOf, paymentIdOf } from '@bistro/events'
import { CallFailed, CallRefused } from '@bistro/kit'
import { type Harness, OPERATOR_HEADERS } from '@bistro/kit/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startHarness } from './harness.ts'
import { ScriptedWorld } from './scripted-world.ts'

const reservationId = '0193e7a0-0000-7000-8000-000000000001'
const customerId = '0193e7a0-0000-7000-8000-000000000002'
const eveningId = '0193e7a0-0000-7000-8000-000000000003'
const orderId = orderIdOf(reservationId)
const paymentId = paymentIdOf(orderId)
const eur = (amount: number) => ({ amount, currency: 'EUR' })
const address = { line1: 'Hauptstr. 1', city: 'Berlin', postcode: '10115', country: 'DE' }

const registered = {
  type: 'CustomerRegistered',
  data: { customerId, name: 'Ada', email: 'ada@example.org', address, creditLimit: eur(50_000) },
}
const held = {
  type: 'ReservationHeld',
  data: {
    ...{ reservationId, customerId, eveningId, seats: 2, kits: [] },
    ...{ cardToken: 'tok_ok', holdExpiresAt: '2030-05-01T18:30:00.000Z' },
  },
}
const confirmed = { type: 'Reservation_confirmed', data: { reservationId, customerId, eveningId, seats: 2, orderId } }
const requested = {
  type: 'OrderRequested',
  data: {
    ...{ orderId, reservationId, customerId, eveningId, eveningDate: '2030-05-10', lines: [] },
    ...{ deposit: eur(3_900), balance: eur(9_100), cardToken: 'tok_ok' },
  },
}
const charged = { type: 'OrderPaymentProcessed', data: { orderId, reservationId, paymentId } }
const cancelled = (reason: string) => ({ type: 'OrderCancelled', data: { orderId, reservationId, customerId, reason } })
const dispatched = { type: 'OrderDispatched', data: { orderId, reservationId, shipmentId: 's-1' } }
const delivered = { type: 'OrderDelivered', data: { orderId, reservationId, customerId, balance: eur(9_100) } }
const refused = {
  type: 'PaymentRefundFailed',
  data: { orderId, reservationId, paymentId, amount: eur(3_900), reason: 'refused' },
}

interface Listed {
  readonly id: string
  readonly kind: string
  readonly to: string
  readonly status: string
}

let world: ScriptedWorld
let harness: Harness
beforeEach(async () => {
  world = new ScriptedWorld()
  harness = await startHarness(world)
})
afterEach(() => harness.stop())

const arrive = async (...events: Parameters<Harness['arrive']>[0][]): Promise<void> => {
  for (const event of events) await harness.arrive(event)
}
const messages = async (): Promise<Listed[]> => {
  const { items } = (await harness.api.inject(`/messages?reservationId=${reservationId}`)).json()
  return items
}
/** In the order of their events, which is that of the list. */
const settled = (...kinds: string[]) =>
  expect
    .poll(async () => (await messages()).map(({ kind, status }) => `${kind} ${status}`).reverse(), { timeout: 5_000 })
    .toEqual(kinds)

describe('a guest', () => {
  test('hears of each step once, in order, with a link to the page that shows it', async () => {
    await arrive(registered, held, requested, charged, confirmed, dispatched, delivered)
    await settled('held sent', 'confirmed sent', 'on_its_way sent', 'delivered sent')
    expect(world.mails.map(({ to }) => to)).toEqual(Array(4).fill('ada@example.org'))
    expect(world.mails.map(({ text }) => /http\S+/.exec(text)?.[0])).toEqual([
      `http://site/api/reservation/reservations/${reservationId}`,
      `http://site/api/customer/customers/${customerId}/reservations`,
      `http://site/api/shipping/shipments/${orderId}`,
      `http://site/api/order/orders/${orderId}`,
    ])
    expect(world.asked.map(({ token }) => token)).toEqual([
      `reservation:${reservationId}@1`,
      `reservation:${reservationId}@2`,
      `order:${orderId}@3`,
      `order:${orderId}@4`,
    ])
    expect((await messages()).map(({ id }) => id).reverse()).toEqual(world.mails.map(({ key }) => key))
  })

  test('hears nothing before the page shows it, and then of everything', async () => {
    world.isShown = ({ token }) => !token.endsWith('@2')
    await arrive(registered, held, confirmed, requested, dispatched)
    await expect.poll(() => world.asked.length, { timeout: 5_000 }).toBeGreaterThan(3)
    expect(world.mails.map(({ subject }) => subject)).toEqual(['We hold your seats'])
    world.isShown = () => true
    await settled('held sent', 'confirmed sent', 'on_its_way sent')
  })

  test('hears of a cancellation that overtakes the reservation, once both are known', async () => {
    await arrive(requested, cancelled('hold_expired'))
    expect(await messages()).toEqual([])
    await arrive(held)
    expect(await messages()).toEqual([])
    await arrive(registered)
    await settled('cancelled sent', 'held sent')
    expect(world.mails.map(({ subject }) => subject)).toEqual(['We hold your seats', 'Your reservation is cancelled'])
  })

  test.each([
    ['guest_cancelled', [charged], 'you asked for it. Your deposit of 39.00 EUR goes back to your card.'],
    ['hold_expired', [], 'Should 39.00 EUR have been charged to your card meanwhile, it all goes back.'],
    ['credit_refused', [], 'Your card was not charged.'],
    ['a_new_reason', [charged], 'a new reason. Your deposit of 39.00 EUR goes back to your card.'],
  ])('learns why it is cancelled and what happens to the money: %s', async (reason, before, words) => {
    await arrive(registered, held, requested, ...before, cancelled(reason))
    await settled('held sent', 'cancelled sent')
    expect(world.mails.at(-1)?.text).toContain(words)
  })

  test('hears once that the refund is late, however often it is refused', async () => {
    await arrive(registered, held, refused, refused, refused, refused)
    await settled('held sent', 'refund_late sent')
    expect(world.alerts).toEqual([])
  })
})

test('operators hear of a refund when it is left to them, and whenever it is again', async () => {
  await arrive(registered, held, ...Array(6).fill(refused))
  await settled('held sent', 'refund_late sent', 'refund_left sent', 'refund_left sent')
  expect(new Set(world.alerts.map(({ key }) => key)).size).toBe(2)
  expect(world.alerts[0]?.text).toContain(`39.00 EUR, and is not asked any more. Reservation ${reservationId}: http`)
})

describe('a mail server', () => {
  test('that does not answer is asked again with the same key', async () => {
    world.failures.push(new CallFailed('no answer', 'away'))
    await arrive(registered, held)
    await settled('held sent')
    expect(world.mails).toHaveLength(2)
    expect(world.mails[0]).toEqual(world.mails[1])
  })

  test('that refuses one for good gets the next', async () => {
    world.failures.push(new CallRefused('no such mailbox', 550))
    await arrive(registered, held, confirmed)
    await settled('held refused', 'confirmed sent')
    expect((await harness.api.inject({ url: '/pending', headers: OPERATOR_HEADERS })).json()).toEqual({ items: [] })
  })
})

test('it publishes nothing', async () => {
  await arrive(registered, held)
  await settled('held sent')
  expect(harness.published()).toEqual([])
})
