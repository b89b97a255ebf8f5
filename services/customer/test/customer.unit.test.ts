import { orderIdOf } from '@bistro/events'
import { type Harness, OPERATOR_HEADERS } from '@bistro/kit/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startBench } from './harness.ts'

const reservationId = '0193e7a0-0000-7000-8000-000000000001'
const eveningId = '0193e7a0-0000-7000-8000-000000000003'
const stranger = '0193e7a0-0000-7000-8000-000000000009'
const orderId = orderIdOf(reservationId)
const eur = (amount: number) => ({ amount, currency: 'EUR' })
const address = { line1: '1 Rue du Four', city: 'Lyon', postcode: '69001', country: 'FR' }
const ada = { name: 'Ada', email: 'ada@example.com', address, creditLimit: eur(10_000) }

let harness: Harness
let customerId: string
beforeEach(async () => {
  harness = await startBench()
  customerId = (await post('/customers', ada)).json().customerId
})
afterEach(() => harness.stop())

const post = (url: string, payload: object) => harness.api.inject({ method: 'POST', url, payload })
const put = (url: string, payload: object) => harness.api.inject({ method: 'PUT', url, payload })
const get = (url: string) => harness.api.inject(url)
const types = () => harness.published().map(({ type }) => type)

const requested = (balance: number, customer = customerId) => ({
  type: 'OrderRequested',
  data: {
    orderId,
    reservationId,
    customerId: customer,
    eveningId,
    eveningDate: '2027-03-06',
    lines: [],
    deposit: eur(3_000),
    balance: eur(balance),
    cardToken: 'tok_ok',
  },
})
const cancelled = () => ({
  type: 'OrderCancelled',
  data: { orderId, reservationId, customerId, reason: 'payment_failed' },
})
const delivered = (balance: number) => ({
  type: 'OrderDelivered',
  data: { orderId, reservationId, customerId, balance: eur(balance) },
})

describe('the saga', () => {
  test('reserves credit and debits it when the order is delivered', async () => {
    await harness.arrive(requested(7_000))
    await harness.arrive(delivered(7_000))
    await harness.until('CreditDebited')
    expect(types()).toEqual(['CustomerRegistered', 'CreditReserved', 'CreditDebited'])
    expect((await get(`/customers/${customerId}`)).json()).toMatchObject({
      reserved: eur(0),
      balanceDue: eur(7_000),
      available: eur(3_000),
    })
  })

  test('reserves credit and releases it when the order is cancelled', async () => {
    await harness.arrive(requested(7_000))
    await harness.arrive(cancelled())
    await harness.until('CreditReleased')
    expect((await get(`/customers/${customerId}`)).json()).toMatchObject({ reserved: eur(0), available: eur(10_000) })
  })

  test('refuses credit above what is available', async () => {
    await harness.arrive(requested(10_001))
    await harness.arrive(cancelled())
    await harness.until('CreditRefused')
    expect(harness.published().at(-1)?.data).toMatchObject({ available: eur(10_000), reason: 'insufficient_credit' })
  })

  test('parks the order of a customer without an account', async () => {
    await harness.arrive(requested(1, stranger))
    const { items } = (await harness.api.inject({ url: '/parked', headers: OPERATOR_HEADERS })).json()
    expect(items).toMatchObject([{ reason: 'poison', source: '/services/order', streamId: orderId, version: 1 }])
    expect(items[0].error).toContain(stranger)
    expect((await get(`/customers/${stranger}`)).statusCode).toBe(404)
  })
})

describe('an account over HTTP', () => {
  test('is opened, and shown with a token of its stream', async () => {
    const answer = await get(`/customers/${customerId}`)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['consistency-token']).toBe(`customer:${customerId}@1`)
    expect(answer.json()).toEqual({
      customerId,
      ...ada,
      reserved: eur(0),
      balanceDue: eur(0),
      available: eur(10_000),
    })
  })

  test('says where it is', async () => {
    const answer = await post('/customers', ada)
    expect(answer.statusCode).toBe(201)
    expect(answer.json()).toEqual({ customerId: expect.any(String) })
    expect(answer.headers.location).toBe(`/customers/${answer.json().customerId}`)
    expect(answer.headers['consistency-token']).toBe(`customer:${answer.json().customerId}@1`)
  })

  test('changes its credit limit, once', async () => {
    const answers = [
      await put(`/customers/${customerId}/credit-limit`, { creditLimit: eur(500) }),
      await put(`/customers/${customerId}/credit-limit`, { creditLimit: eur(500) }),
    ]
    for (const answer of answers) {
      expect(answer.statusCode).toBe(200)
      expect(answer.headers['consistency-token']).toBe(`customer:${customerId}@2`)
      expect(answer.json()).toMatchObject({ creditLimit: eur(500), available: eur(500) })
    }
  })

  test('shows what is lacking after its limit was lowered', async () => {
    await harness.arrive(requested(7_000))
    const answer = await put(`/customers/${customerId}/credit-limit`, { creditLimit: eur(500) })
    expect(answer.json()).toMatchObject({ reserved: eur(7_000), available: eur(-6_500) })
  })

  test('changes its address', async () => {
    const elsewhere = { ...address, postcode: '00000' }
    const answer = await put(`/customers/${customerId}/address`, { address: elsewhere })
    expect(answer.json()).toMatchObject({ customerId, address: elsewhere })
    await harness.until('CustomerAddressChanged')
  })

  test.each([
    ['an unknown customer', () => get(`/customers/${stranger}`), 404, 'unknown-customer'],
    ['its reservations', () => get(`/customers/${stranger}/reservations`), 404, 'unknown-customer'],
    ['its address', () => put(`/customers/${stranger}/address`, { address }), 404, 'unknown-customer'],
    ['an id that is none', () => get('/customers/42'), 400, 'invalid-request'],
    ['an unknown field', () => post('/customers', { ...ada, vip: true }), 400, 'invalid-request'],
    ['an empty name', () => post('/customers', { ...ada, name: '' }), 400, 'invalid-request'],
    ['a broken e-mail', () => post('/customers', { ...ada, email: 'ada' }), 400, 'invalid-request'],
    ['a negative limit', () => post('/customers', { ...ada, creditLimit: eur(-1) }), 400, 'invalid-request'],
    ['a limit too large', () => post('/customers', { ...ada, creditLimit: eur(1e12 + 1) }), 400, 'invalid-request'],
    [
      'a currency that is none',
      () => post('/customers', { ...ada, creditLimit: { amount: 1, currency: 'EUX' } }),
      400,
      'invalid-request',
    ],
    [
      'another currency',
      () => put(`/customers/${customerId}/credit-limit`, { creditLimit: { amount: 1, currency: 'USD' } }),
      422,
      'currency-mismatch',
    ],
  ])('%s is refused', async (_, ask, status, slug) => {
    const answer = await ask()
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.json().type).toMatch(new RegExp(`/${slug}$`))
  })
})

describe("a guest's reservations", () => {
  const idOf = (n: number) => `0193e7a0-0000-7000-8000-00000000010${n}`
  const who = (n: number) => ({ reservationId: idOf(n), customerId })
  const confirmed = (n: number) => ({
    type: 'Reservation_confirmed',
    data: { ...who(n), eveningId, seats: n, orderId: orderIdOf(idOf(n)) },
  })
  const item = (n: number, status: string) => ({ reservationId: idOf(n), eveningId, seats: n, status })

  test('are listed from their confirmation on, newest first, in pages', async () => {
    for (const n of [1, 2, 3]) await harness.arrive(confirmed(n))
    await harness.arrive({ type: 'ReservationCancellationRequested', data: who(2) })
    const url = `/customers/${customerId}/reservations`
    const first = (await get(`${url}?limit=2`)).json()
    expect(first).toEqual({ items: [item(3, 'confirmed'), item(2, 'cancelling')], next: idOf(2) })
    expect((await get(`${url}?limit=2&after=${first.next}`)).json()).toEqual({ items: [item(1, 'confirmed')] })
  })

  test('are not those of others, nor those that were never confirmed', async () => {
    await harness.arrive({ ...confirmed(1), data: { ...confirmed(1).data, customerId: stranger } })
    await harness.arrive({ type: 'ReservationCancellationRequested', data: who(2) })
    expect((await get(`/customers/${customerId}/reservations`)).json()).toEqual({ items: [] })
  })

  test('honour a token of the reservation', async () => {
    await harness.arrive(confirmed(1))
    const url = `/customers/${customerId}/reservations`
    const answer = await harness.api.inject({ url, headers: { 'consistency-token': `reservation:${idOf(1)}@1` } })
    expect(answer.json()).toEqual({ items: [item(1, 'confirmed')] })
    expect(answer.headers).not.toHaveProperty('consistency-token')
  })
})
