import type { Harness } from '@bistro/kit/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { customerId, eur, registered, stranger, truffles } from './fixtures.ts'
import { startBench } from './harness.ts'

let harness: Harness
let eveningId: string
beforeEach(async () => {
  harness = await startBench()
  eveningId = (await post(truffles)).json().eveningId
})
afterEach(() => harness.stop())

const post = (payload: object) => harness.api.inject({ method: 'POST', url: '/evenings', payload })
const get = (url: string) => harness.api.inject(url)
async function reserve(): Promise<void> {
  await harness.arrive(registered)
  const kits = [{ sku: 'truffle', quantity: 2 }]
  const payload = { customerId, eveningId, seats: 2, kits, cardToken: 'tok_ok' }
  await harness.api.inject({ method: 'POST', url: '/reservations', headers: { 'idempotency-key': 'k' }, payload })
}

const shown = () => ({
  ...truffles,
  eveningId,
  date: '2035-03-06T19:00:00.000Z',
  holdSeconds: 900,
  held: 0,
  confirmed: 0,
  free: 6,
})

test('an evening is opened, and shown with a token of its stream', async () => {
  const answer = await get(`/evenings/${eveningId}`)
  expect(answer.json()).toEqual(shown())
  expect(answer.headers['consistency-token']).toBe(`reservation:${eveningId}@1`)
})

test('an evening is published with its stream, and its seats are not', async () => {
  await reserve()
  await harness.until('ReservationHeld')
  expect(harness.published()[0]?.data).toMatchObject({ eveningId, seats: 6, date: '2035-03-06T19:00:00.000Z' })
  expect(harness.published().map(({ type }) => type)).toEqual(['EveningOpened', 'ReservationHeld'])
})

test('an evening is listed, newest first, in pages', async () => {
  const later = (await post(truffles)).json().eveningId
  const first = (await get('/evenings?limit=1')).json()
  expect(first).toEqual({ items: [{ ...shown(), eveningId: later }], next: later })
  expect((await get(`/evenings?limit=1&after=${later}`)).json()).toEqual({ items: [shown()] })
})

test('an evening that is unknown is not found', async () => {
  const answer = await get(`/evenings/${stranger}`)
  expect(answer.statusCode).toBe(404)
  expect(answer.json().type).toMatch(/\/unknown-evening$/)
})

const [kit] = truffles.kits
test.each([
  ['no seats', { seats: 0 }, '/seats'],
  ['a free seat', { pricePerSeat: eur(0) }, '/pricePerSeat/amount'],
  ['a deposit above the price', { depositPercent: 101 }, '/depositPercent'],
  ['no deposit', { depositPercent: 0 }, '/depositPercent'],
  ['a hold too long', { holdSeconds: 86_401 }, '/holdSeconds'],
  ['no kits', { kits: [] }, '/kits'],
  ['a day that is none', { date: '2027-02-30T19:00:00Z' }, '/date'],
  ['a date without a time', { date: '2027-02-20' }, '/date'],
  ['the first date of the calendar', { date: '0000-01-01T00:00:00Z' }, '/date'],
  ['a date long gone', { date: '1970-01-01T00:00:00Z' }, '/date'],
  ['the last date of the calendar', { date: '9999-12-31T23:59:59.999Z' }, '/date'],
  ['a sku twice', { kits: [kit, kit] }, '/kits/1/sku'],
  [
    'two currencies',
    { kits: [kit, { ...kit, sku: 'goose', price: { amount: 1, currency: 'USD' } }] },
    '/kits/1/price/currency',
  ],
  ['an unknown currency', { pricePerSeat: { amount: 1, currency: 'XXX' } }, '/pricePerSeat/currency'],
])('an evening with %s is refused', async (_, changes, path) => {
  const answer = await post({ ...truffles, ...changes })
  expect(answer.statusCode).toBe(400)
  expect(answer.json().errors).toEqual([{ path, message: expect.any(String) }])
})
