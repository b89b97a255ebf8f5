import { randomUUID } from 'node:crypto'
import { arrange, ORDINARY, SERVICES } from '@bistro/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storedEvents } from '../support/databases.ts'
import { expectInvalid, expectProblem, post, send } from '../support/http.ts'
import { asOperator, goodCustomer, goodEvening, goodReservation, newKey } from '../support/requests.ts'
import { manifest } from '../support/shared-stack.ts'

const { customer, reservation, order, payment, shipping } = manifest.services
const customers = `${customer.url}/customers`
const evenings = `${reservation.url}/evenings`
const reservations = `${reservation.url}/reservations`
const operator = asOperator(manifest)
const TOO_LONG = 200_000
const A_UUID = '01890a5d-ac96-774b-bcce-b302099a8057'

describe('bad input is refused with a reason and changes nothing', async () => {
  const arranged = await arrange(manifest, ORDINARY)
  const good = goodReservation(arranged)
  const tokens = { 'consistency-token': arranged.tokens.join(',') }
  let before: Record<string, number> = {}

  beforeAll(async () => {
    before = await storedEvents(manifest)
  })

  afterAll(async () => {
    expect(await storedEvents(manifest)).toEqual(before)
    const { body } = await send(`${evenings}/${arranged.eveningId}`)
    expect(body).toMatchObject({ held: 0, confirmed: 0, free: ORDINARY.seatsOfEvening })
  })

  it.each([
    ['JSON that is cut off', '{"name":', []],
    ['no JSON at all', 'hello', []],
    ['no object', '[]', []],
    ['no body', '', []],
    ['an unknown field', { ...goodCustomer, vip: true }, ['/vip']],
    ['a missing field', { ...goodCustomer, email: undefined }, ['/email']],
    ['a number as text', { ...goodCustomer, creditLimit: { amount: '5', currency: 'EUR' } }, ['/creditLimit/amount']],
    ['a broken amount', { ...goodCustomer, creditLimit: { amount: 0.5, currency: 'EUR' } }, ['/creditLimit/amount']],
    ['a negative amount', { ...goodCustomer, creditLimit: { amount: -1, currency: 'EUR' } }, ['/creditLimit/amount']],
    [
      'an amount above 10^12',
      { ...goodCustomer, creditLimit: { amount: 1e12 + 1, currency: 'EUR' } },
      ['/creditLimit/amount'],
    ],
    [
      'no currency of ISO 4217',
      { ...goodCustomer, creditLimit: { amount: 1, currency: 'XXQ' } },
      ['/creditLimit/currency'],
    ],
    [
      'an unknown field inside',
      { ...goodCustomer, address: { ...goodCustomer.address, floor: 3 } },
      ['/address/floor'],
    ],
  ])('a customer from %s', async (_, body, paths) => {
    expectInvalid(await post(customers, body), ...paths)
  })

  it.each([
    ['no seats', { seats: 0 }, '/seats'],
    ['half a seat', { seats: 1.5 }, '/seats'],
    ['no kits', { kits: [] }, '/kits'],
    ['a date that is none', { date: 'tomorrow' }, '/date'],
    ['a date long gone', { date: '0000-01-01T00:00:00Z' }, '/date'],
    ['a date beyond ten years', { date: '9999-12-31T23:59:59Z' }, '/date'],
    ['a deposit above 100 %', { depositPercent: 101 }, '/depositPercent'],
    ['a hold of no time', { holdSeconds: 0 }, '/holdSeconds'],
    ['a hold of more than a day', { holdSeconds: 86_401 }, '/holdSeconds'],
    ['a price of nothing', { pricePerSeat: { amount: 0, currency: 'EUR' } }, '/pricePerSeat/amount'],
    ['a sku twice', { kits: [goodEvening.kits[0], goodEvening.kits[0]] }, '/kits/1/sku'],
    ['two currencies', { pricePerSeat: { amount: 1, currency: 'USD' } }, '/kits/0/price/currency'],
  ])('an evening with %s', async (_, spoiled, path) => {
    expectInvalid(await post(evenings, { ...goodEvening, ...spoiled }), path)
  })

  it.each([
    ['an id that is no UUID', { customerId: '42' }, '/customerId'],
    ['no seats', { seats: 0 }, '/seats'],
    ['seats as text', { seats: '2' }, '/seats'],
    ['no kits', { kits: [] }, '/kits'],
    ['none of a kit', { kits: [{ sku: ORDINARY.sku, quantity: 0 }] }, '/kits/0/quantity'],
    ['a kit twice', { kits: [good.kits[0], good.kits[0]] }, '/kits/1/sku'],
    ['an unknown field', { discount: 100 }, '/discount'],
    ['no card', { cardToken: undefined }, '/cardToken'],
  ])('a reservation with %s', async (_, spoiled, path) => {
    expectInvalid(await post(reservations, { ...good, ...spoiled }, { ...newKey(), ...tokens }), path)
  })

  it('a reservation of an unknown customer, for an unknown evening, of an unknown kit', async () => {
    const reserve = (spoiled: object) => post(reservations, { ...good, ...spoiled }, { ...newKey(), ...tokens })
    expectProblem(await reserve({ customerId: randomUUID() }), 404, 'unknown-customer')
    expectProblem(await reserve({ eveningId: randomUUID() }), 404, 'unknown-evening')
    expectProblem(await reserve({ kits: [{ sku: 'unheard-of', quantity: 1 }] }), 422, 'unknown-kit')
    // The first of several faults is the one that is told.
    expectProblem(await reserve({ customerId: randomUUID(), eveningId: randomUUID() }), 404, 'unknown-customer')
    expectInvalid(await post(reservations, { ...good, seats: 0, customerId: A_UUID }), '/seats')
  })

  it.each([
    ['a customer', `${customers}/`, 'unknown-customer'],
    ['an evening', `${evenings}/`, 'unknown-evening'],
    ['a reservation', `${reservations}/`, 'unknown-reservation'],
    ['an order', `${order.url}/orders/`, 'unknown-order'],
    ['a payment', `${payment.url}/payments/`, 'unknown-payment'],
    ['a shipment', `${shipping.url}/shipments/`, 'unknown-shipment'],
  ])('%s that is not there is 404, an id that is no UUID is 400', async (_, url, slug) => {
    expectProblem(await send(`${url}${randomUUID()}`), 404, slug)
    expectInvalid(await send(`${url}42`))
  })

  it.each([
    [`${customers}/${A_UUID}/credit-limit`, 'PUT', { creditLimit: { amount: 1, currency: 'EUR' } }],
    [`${customers}/${A_UUID}/address`, 'PUT', { address: goodCustomer.address }],
    [`${reservations}/${A_UUID}/cancellation`, 'POST', {}],
    [`${payment.url}/payments/${A_UUID}/refund-retry`, 'POST', {}],
    [`${payment.url}/parked/${A_UUID}/skip`, 'POST', { why: 'a test' }],
  ])('%s of something that is not there is 404', async (url, method, body) => {
    const headers = { 'content-type': 'application/json', ...operator }
    const answer = await send(url, { method, headers, body: JSON.stringify(body) })
    expectProblem(answer, 404, `unknown-${url.includes('parked') ? 'parked' : url.split('/')[3]?.replace(/s$/, '')}`)
  })

  it.each(SERVICES)(
    '%s: an unknown route, a body too large, a body that is no JSON, a limit too high',
    async (name) => {
      const { url } = manifest.services[name]
      expectProblem(await send(`${url}/tables`), 404, 'unknown-route')
      expectProblem(await send(`${url}/health/live`, { method: 'DELETE' }), 404, 'unknown-route')
      const skip = `${url}/parked/${A_UUID}/skip`
      expectProblem(await post(skip, { text: 'x'.repeat(TOO_LONG) }, operator), 413, 'body-too-large')
      expectProblem(
        await post(skip, 'seats=2', { 'content-type': 'text/plain', ...operator }),
        415,
        'unsupported-media-type',
      )
      expectInvalid(await post(skip, {}, operator))
      expectInvalid(await send(`${url}/parked?limit=101`, { headers: operator }))
      expectInvalid(await send(`${url}/parked?colour=red`, { headers: operator }))
      expectProblem(await send(`${url}/parked`), 401, 'unauthenticated')
      expectProblem(await post(skip, {}, { ...operator, 'sec-fetch-site': 'cross-site' }), 403, 'cross-site')
    },
  )

  it('a carrier event whose signature is wrong', async () => {
    const headers = { 'carrier-timestamp': String(Math.floor(Date.now() / 1000)), 'carrier-signature': 'v1=00' }
    expectProblem(await post(`${shipping.url}/carrier-events`, '{"not": "looked at"', headers), 401, 'bad-signature')
    expectProblem(await post(`${shipping.url}/carrier-events`, {}), 401, 'bad-signature')
  })
})
