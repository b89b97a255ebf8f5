import { randomUUID } from 'node:crypto'
import { orderIdOf } from '@bistro/events'
import type { Harness } from '@bistro/kit/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { customerId, eur, registered, stranger, truffles } from './fixtures.ts'
import { startBench } from './harness.ts'

let harness: Harness
let eveningId: string
beforeEach(async () => {
  harness = await startBench()
  await harness.arrive(registered)
  eveningId = (await post('/evenings', truffles)).json().eveningId
})
afterEach(() => harness.stop())

const post = (url: string, payload?: object, headers: Record<string, string> = {}) =>
  harness.api.inject({ method: 'POST', url, headers, ...(payload && { payload }) })
const get = (url: string) => harness.api.inject(url)
const wish = (changes: object = {}) => ({
  customerId,
  eveningId,
  seats: 2,
  kits: [{ sku: 'truffle', quantity: 2 }],
  cardToken: 'tok_ok',
  ...changes,
})
const reserve = (changes: object = {}, key: string = randomUUID()) =>
  post('/reservations', wish(changes), { 'idempotency-key': key })
const reserved = async (changes?: object): Promise<string> => (await reserve(changes)).json().reservationId
const seatsNow = async () => {
  const { held, confirmed, free } = (await get(`/evenings/${eveningId}`)).json()
  return { held, confirmed, free }
}
const show = async (id: string) => (await get(`/reservations/${id}`)).json()
const types = () => harness.published().map(({ type }) => type)

const orderOf = (reservationId: string) => ({ orderId: orderIdOf(reservationId), reservationId })
const paid = (reservationId: string) => ({
  type: 'PaymentProcessed',
  data: { ...orderOf(reservationId), paymentId: stranger, amount: eur(3_900), providerReference: 'ch_1' },
})
const orderCancelled = (reservationId: string, reason = 'guest_cancelled') => ({
  type: 'OrderCancelled',
  data: { ...orderOf(reservationId), customerId, reason },
})
const tooLate = (reservationId: string) => ({
  type: 'OrderCancellationRejected',
  data: { ...orderOf(reservationId), reason: 'dispatched' },
})

describe('the saga', () => {
  test('holds seats and confirms them when the deposit is paid', async () => {
    const id = await reserved()
    expect(await seatsNow()).toEqual({ held: 2, confirmed: 0, free: 4 })
    await harness.arrive(paid(id))
    await harness.until('Reservation_confirmed')
    expect(await seatsNow()).toEqual({ held: 0, confirmed: 2, free: 4 })
    expect(types()).toEqual(['EveningOpened', 'ReservationHeld', 'Reservation_confirmed'])
    expect(await show(id)).toMatchObject({ status: 'confirmed' })
  })

  test('frees the seats of a cancelled order', async () => {
    const id = await reserved()
    await harness.arrive(orderCancelled(id, 'credit_refused'))
    expect(await seatsNow()).toEqual({ held: 0, confirmed: 0, free: 6 })
    expect(await show(id)).toMatchObject({ status: 'cancelled', reason: 'credit_refused' })
  })

  test('frees the seats when the hold runs out, and only then', async () => {
    const short = (await post('/evenings', { ...truffles, holdSeconds: 1 })).json().eveningId
    const id = await reserved({ eveningId: short })
    await harness.until('ReservationExpired')
    await harness.arrive(paid(id))
    await harness.arrive(orderCancelled(id, 'hold_expired'))
    expect(await show(id)).toMatchObject({ status: 'expired' })
    expect((await get(`/evenings/${short}`)).json()).toMatchObject({ held: 0, confirmed: 0, free: 6 })
  })

  test('cancels for a guest, and counts the seats as confirmed until then', async () => {
    const id = await reserved()
    await harness.arrive(paid(id))
    const answers = [await post(`/reservations/${id}/cancellation`), await post(`/reservations/${id}/cancellation`, {})]
    for (const answer of answers) {
      expect(answer.statusCode).toBe(202)
      expect(answer.headers['consistency-token']).toBe(`reservation:${id}@3`)
      expect(answer.json()).toEqual({ reservationId: id, status: 'cancelling' })
    }
    expect(await seatsNow()).toEqual({ held: 0, confirmed: 2, free: 4 })
    await harness.arrive(orderCancelled(id))
    expect(await seatsNow()).toEqual({ held: 0, confirmed: 0, free: 6 })
    expect(types().slice(2)).toEqual([
      'Reservation_confirmed',
      'ReservationCancellationRequested',
      'ReservationCancelled',
    ])
    const late = await post(`/reservations/${id}/cancellation`)
    expect(late.statusCode).toBe(409)
    expect(late.json().type).toMatch(/\/already-ended$/)
  })

  test('says when and why a cancellation came too late', async () => {
    const id = await reserved()
    await harness.arrive(paid(id))
    await post(`/reservations/${id}/cancellation`)
    await harness.arrive(tooLate(id))
    expect(await show(id)).toMatchObject({
      status: 'confirmed',
      lastCancellationRejected: { reason: 'dispatched', at: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/) },
    })
  })
})

describe('a reservation over HTTP', () => {
  test('is held, and says where it is and until when', async () => {
    const before = Date.now()
    const answer = await reserve()
    expect(answer.statusCode).toBe(202)
    const { reservationId, holdExpiresAt } = answer.json()
    expect(answer.json()).toEqual({ ...orderOf(reservationId), status: 'held', holdExpiresAt })
    expect(Date.parse(holdExpiresAt) - before).toBeGreaterThanOrEqual(900_000)
    expect(Date.parse(holdExpiresAt) - before).toBeLessThan(960_000)
    expect(answer.headers.location).toBe(`/reservations/${reservationId}`)
    expect(answer.headers['consistency-token']).toBe(`reservation:${reservationId}@1`)
    const shown = await get(`/reservations/${reservationId}`)
    expect(shown.headers['consistency-token']).toBe(`reservation:${reservationId}@1`)
    const { cardToken: _, ...asked } = wish()
    expect(shown.json()).toEqual({ ...orderOf(reservationId), ...asked, status: 'held', holdExpiresAt })
  })

  test('is answered again for the same key and body, whatever has become of it', async () => {
    const first = await reserve({}, 'once')
    await harness.arrive(orderCancelled(first.json().reservationId))
    const again = await reserve({}, 'once')
    expect([again.statusCode, again.json()]).toEqual([202, first.json()])
    expect(again.headers.location).toBe(first.headers.location)
    expect((await reserve({ seats: 3 }, 'once')).statusCode).toBe(422)
  })

  test('is rejected when the evening is full, and remembered with its key', async () => {
    await reserve({ seats: 5 })
    const answer = await reserve({}, 'full')
    expect(answer.statusCode).toBe(409)
    expect(answer.json().type).toMatch(/\/evening-full$/)
    const { reservationId } = answer.json()
    expect((await reserve({}, 'full')).json()).toEqual(answer.json())
    const { cardToken: _, kits: __, ...asked } = wish()
    expect(await show(reservationId)).toEqual({
      ...orderOf(reservationId),
      ...asked,
      status: 'rejected',
      reason: 'evening_full',
    })
    await harness.until('ReservationRejected')
    expect(await seatsNow()).toEqual({ held: 5, confirmed: 0, free: 1 })
    expect((await post(`/reservations/${reservationId}/cancellation`)).statusCode).toBe(409)
  })

  test('never oversells, however many ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => reserve({ seats: 1 })))
    expect(answers.filter(({ statusCode }) => statusCode === 202)).toHaveLength(6)
    expect(await seatsNow()).toEqual({ held: 6, confirmed: 0, free: 0 })
  })

  test('is judged in the order of the contract', async () => {
    const kits = [{ sku: 'goose', quantity: 1 }]
    const twice = [...wish().kits, ...wish().kits]
    const bad = { customerId: stranger, eveningId: stranger, kits, seats: 7 }
    const answers = [
      await post('/reservations', wish({ ...bad, kits: twice })),
      await post('/reservations', wish(bad), { 'consistency-token': 'nonsense' }),
      await post('/reservations', wish(bad), { 'idempotency-key': 'k', 'consistency-token': 'nonsense' }),
      await reserve(bad, 'k'),
      await reserve({ ...bad, customerId }, 'k'),
      await reserve({ ...bad, customerId, eveningId }, 'k'),
      await reserve({ ...bad, customerId, eveningId, kits: wish().kits }, 'k'),
      await reserve({}, 'k'),
    ]
    expect(answers.map((answer) => [answer.statusCode, answer.json().type.split('/').at(-1)])).toEqual([
      [400, 'invalid-request'],
      [400, 'idempotency-key-required'],
      [400, 'invalid-token'],
      [404, 'unknown-customer'],
      [404, 'unknown-evening'],
      [422, 'unknown-kit'],
      [409, 'evening-full'],
      [422, 'idempotency-key-reused'],
    ])
  })

  test.each([
    ['no seats', { seats: 0 }, '/seats'],
    ['no kits', { kits: [] }, '/kits'],
    ['a quantity of none', { kits: [{ sku: 'truffle', quantity: 0 }] }, '/kits/0/quantity'],
    ['half a seat', { seats: 1.5 }, '/seats'],
    ['an unknown field', { vip: true }, '/vip'],
    ['a customer that is no id', { customerId: '42' }, '/customerId'],
    ['no card', { cardToken: '' }, '/cardToken'],
    ['a sku twice', { kits: [...wish().kits, ...wish().kits] }, '/kits/1/sku'],
  ])('with %s is refused', async (_, changes, path) => {
    const answer = await reserve(changes)
    expect(answer.statusCode).toBe(400)
    expect(answer.json().errors).toEqual([{ path, message: expect.any(String) }])
  })

  test.each([
    ['unknown', () => stranger],
    ["an evening's", () => eveningId],
  ])('is not found under an id that is %s', async (_, idOf) => {
    const answers = [await get(`/reservations/${idOf()}`), await post(`/reservations/${idOf()}/cancellation`)]
    for (const answer of answers) {
      expect(answer.statusCode).toBe(404)
      expect(answer.json().type).toMatch(/\/unknown-reservation$/)
    }
  })

  test('takes no body for its cancellation', async () => {
    const answer = await post(`/reservations/${await reserved()}/cancellation`, { reason: 'ill' })
    expect(answer.statusCode).toBe(400)
  })
})
