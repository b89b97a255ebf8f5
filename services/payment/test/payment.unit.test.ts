import { orderIdOf, paymentIdOf } from '@bistro/events'
import { CallRefused } from '@bistro/kit'
import { type Harness, OPERATOR_HEADERS } from '@bistro/kit/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { REFUND_ATTEMPTS } from '../src/domain/payment/state.ts'
import { createService } from '../src/service.ts'
import { startBench } from './harness.ts'
import { NEVER, ScriptedPsp } from './scripted-psp.ts'

const reservationId = '0193e7a0-0000-7000-8000-000000000001'
const customerId = '0193e7a0-0000-7000-8000-000000000002'
const orderId = orderIdOf(reservationId)
const paymentId = paymentIdOf(orderId)
const eur = (amount: number) => ({ amount, currency: 'EUR' })

const validated = {
  type: 'OrderValidated',
  data: { orderId, reservationId, customerId, deposit: eur(3_900), cardToken: 'tok_ok' },
}
const cancelled = { type: 'OrderCancelled', data: { orderId, reservationId, customerId, reason: 'guest_cancelled' } }

const LONG_MS = 60_000
const SOON_MS = 20

let harness: Harness
afterEach(() => harness?.stop())

const types = () => harness.published().map(({ type }) => type)
const lastData = () => harness.published().at(-1)?.data
const start = async (psp: ScriptedPsp, deadlineMs = LONG_MS): Promise<ScriptedPsp> => {
  harness = await startBench(psp, deadlineMs)
  await harness.arrive(validated)
  return psp
}

const ask = (method: 'GET' | 'POST', url: string) => harness.api.inject({ method, url, headers: OPERATOR_HEADERS })

describe('a deposit', () => {
  test('is charged', async () => {
    const { asked } = await start(new ScriptedPsp())
    await harness.until('PaymentProcessed')
    expect(types()).toEqual(['PaymentRequested', 'PaymentProcessed'])
    const ids = { orderId, reservationId, paymentId }
    expect(lastData()).toEqual({ ...ids, amount: eur(3_900), providerReference: 'ch_1' })
    expect(asked).toEqual(['charge tok_ok'])
  })

  test('is declined', async () => {
    const psp = new ScriptedPsp()
    psp.charges = [{ status: 'declined' }]
    await start(psp)
    await harness.until('PaymentFailed')
    expect(lastData()).toMatchObject({ reason: 'declined' })
  })

  test('is asked for again when the provider is unwell', async () => {
    const psp = new ScriptedPsp()
    psp.charges = [new Error('503'), { status: 'captured', providerReference: 'ch_1' }]
    await start(psp)
    await harness.until('PaymentProcessed')
    expect(psp.asked).toEqual(['charge tok_ok', 'charge tok_ok'])
  })

  test('is charged once, also when the order is validated again', async () => {
    const { asked } = await start(new ScriptedPsp())
    await harness.arrive(validated)
    await harness.until('PaymentProcessed')
    expect(asked).toEqual(['charge tok_ok'])
    expect(types()).toEqual(['PaymentRequested', 'PaymentProcessed'])
  })
})

describe('a call that is refused for good', () => {
  const refusal = new CallRefused('400: the request is not valid', 400)

  test('is not repeated: the void says what became of the charge', async () => {
    const psp = new ScriptedPsp()
    psp.charges = [refusal]
    psp.voids = [{ status: 'captured' }]
    await start(psp)
    await harness.until('PaymentRefunded')
    expect(types()).toEqual(['PaymentRequested', 'PaymentFailed', 'RefundRequested', 'PaymentRefunded'])
    expect(harness.published()[1]?.data).toMatchObject({ reason: 'refused' })
    expect(psp.asked).toEqual(['charge tok_ok', 'void', 'refund 3900'])
  })

  test('counts as a refused refund', async () => {
    const psp = new ScriptedPsp()
    psp.refunds = [refusal, { status: 'refunded' }]
    await start(psp)
    await harness.until('PaymentProcessed')
    await harness.arrive(cancelled)
    await harness.until('PaymentRefunded')
    expect(types().slice(-3)).toEqual(['RefundRequested', 'PaymentRefundFailed', 'PaymentRefunded'])
  })

  test('is repeated where only its answer tells, and is on the list meanwhile', async () => {
    const psp = new ScriptedPsp()
    psp.charges = [refusal]
    psp.voids = [refusal]
    await start(psp)
    await harness.until('PaymentFailed')
    const pending = async () => (await ask('GET', `/pending?stream=${orderId}`)).json().items
    await expect.poll(pending).toMatchObject([{ streamId: orderId, name: 'void', lastError: refusal.message }])
    psp.voids = [{ status: 'voided' }]
    await expect.poll(pending, { timeout: 5_000 }).toEqual([])
    expect(types()).toEqual(['PaymentRequested', 'PaymentFailed'])
  })
})

test('the deadline is the provider’s: time in which payment itself was down does not count', () =>
  expect(createService({ deadlineMs: LONG_MS, refundBackoffMs: 1 }).timers).toMatchObject([
    { name: 'deadline', startsAgain: true },
  ]))

describe('without an answer before the deadline', () => {
  test('a charge that never happened is void', async () => {
    const psp = new ScriptedPsp()
    psp.charges = [NEVER]
    await start(psp, SOON_MS)
    await harness.until('PaymentFailed')
    expect(lastData()).toMatchObject({ reason: 'deadline' })
    await harness.arrive(cancelled)
    expect(types()).toEqual(['PaymentRequested', 'PaymentFailed'])
    expect(psp.asked).toEqual(['charge tok_ok', 'void'])
  })

  test('what was charged all the same is given back', async () => {
    const psp = new ScriptedPsp()
    psp.charges = [NEVER]
    psp.voids = [new Error('503'), { status: 'captured' }]
    await start(psp, SOON_MS)
    await harness.until('PaymentRefunded')
    expect(types()).toEqual(['PaymentRequested', 'PaymentFailed', 'RefundRequested', 'PaymentRefunded'])
    expect(psp.asked).toEqual(['charge tok_ok', 'void', 'void', 'refund 3900'])
  })
})

describe('when the order is cancelled', () => {
  test('a charge that is under way is void, and its late answer counts no more', async () => {
    const charge = Promise.withResolvers<{ status: 'captured'; providerReference: string }>()
    const psp = new ScriptedPsp()
    psp.charges = [charge.promise]
    await start(psp)
    await harness.arrive(cancelled)
    await harness.until('PaymentFailed')
    charge.resolve({ status: 'captured', providerReference: 'late' })
    await harness.arrive(cancelled)
    expect(types()).toEqual(['PaymentRequested', 'PaymentVoidRequested', 'PaymentFailed'])
    expect(lastData()).toMatchObject({ reason: 'order_cancelled' })
  })

  test('a processed payment is given back', async () => {
    await start(new ScriptedPsp())
    await harness.until('PaymentProcessed')
    await harness.arrive(cancelled)
    await harness.until('PaymentRefunded')
    const answer = await harness.api.inject(`/payments/${orderId}`)
    expect(answer.headers['consistency-token']).toBe(`payment:${orderId}@4`)
    expect(answer.json()).toEqual({ paymentId, status: 'refunded', captured: eur(3_900), refunded: eur(3_900) })
  })
})

/** The provider has refused the refund as often as it is tried. */
async function refused(): Promise<ScriptedPsp> {
  const psp = new ScriptedPsp()
  psp.refunds = [{ status: 'refused' }]
  await start(psp)
  await harness.until('PaymentProcessed')
  await harness.arrive(cancelled)
  await harness.until('PaymentRefundFailed', REFUND_ATTEMPTS)
  return psp
}
const list = async () => (await ask('GET', '/payments?status=refund_failed')).json()
const retry = () => ask('POST', `/payments/${orderId}/refund-retry`)
const slugOf = (answer: { json(): { type: string } }) => answer.json().type.split('/').at(-1)

describe('a refund that is refused', () => {
  test('is tried again, then is on the operator’s list', async () => {
    const { asked } = await refused()
    expect(asked).toEqual(['charge tok_ok', ...Array(REFUND_ATTEMPTS).fill('refund 3900')])
    const books = { status: 'refund_failed', captured: eur(3_900), refunded: eur(0), amount: eur(3_900) }
    const tries = { attempts: REFUND_ATTEMPTS, attemptsLeft: 0, since: expect.stringMatching(/^20.*Z$/) }
    expect(await list()).toEqual({
      items: [{ orderId, reservationId, paymentId, ...books, ...tries, reason: 'refused' }],
    })
  })

  test('is made good by the operator', async () => {
    const psp = await refused()
    psp.refunds = [{ status: 'refunded' }]
    const answer = await retry()
    expect(answer.statusCode).toBe(202)
    expect(answer.json()).toMatchObject({ paymentId, status: 'refunding' })
    await harness.until('PaymentRefunded')
    expect(types().slice(-2)).toEqual(['RefundRequested', 'PaymentRefunded'])
    expect(await list()).toEqual({ items: [] })
    expect((await retry()).statusCode).toBe(409)
  })

  test('stays on the list when the operator is refused too', async () => {
    await refused()
    await retry()
    await harness.until('PaymentRefundFailed', REFUND_ATTEMPTS + 1)
    expect((await list()).items).toHaveLength(1)
  })
})

describe('a refund that is settled by hand', () => {
  const url = `/payments/${orderId}/refund-settlement`
  const body = { why: 'paid back by bank transfer', reference: 'T-1' }
  const settle = (payload: object = body) =>
    harness.api.inject({ method: 'POST', url, headers: OPERATOR_HEADERS, payload })

  test('leaves the list, for good, with the words of who did it', async () => {
    const psp = await refused()
    const answer = await settle()
    expect(answer.statusCode).toBe(202)
    const books = { captured: eur(3_900), refunded: eur(0) }
    expect(answer.json()).toEqual({ paymentId, status: 'refund_settled', ...books })
    expect(lastData()).toEqual({
      ...{ orderId, reservationId, paymentId, amount: eur(3_900) },
      ...{ reason: body.why, reference: body.reference },
    })
    expect(await list()).toEqual({ items: [] })
    const asked = psp.asked.length
    expect(slugOf(await retry())).toBe('not-refund-failed')
    await harness.arrive(cancelled)
    expect([types().at(-1), psp.asked.length]).toEqual(['PaymentRefundSettled', asked])
  })

  test('is settled once, however often that is said', async () => {
    await refused()
    const first = await settle()
    const again = await settle({ why: 'once more' })
    expect([again.statusCode, again.json()]).toEqual([202, first.json()])
    expect(again.headers['consistency-token']).toBe(first.headers['consistency-token'])
    expect(types().filter((type) => type === 'PaymentRefundSettled')).toHaveLength(1)
  })

  test('waits for its turn while an operator’s try is under way', async () => {
    const psp = await refused()
    const answered = Promise.withResolvers<{ status: 'refunded' }>()
    psp.refunds = [answered.promise]
    await retry()
    expect(slugOf(await settle())).toBe('not-refund-failed')
    answered.resolve({ status: 'refunded' })
    await harness.until('PaymentRefunded')
    expect(slugOf(await settle())).toBe('not-refund-failed')
  })

  test('wants to be told why', async () => {
    await refused()
    for (const wrong of [{}, { why: '' }, { ...body, amount: 1 }])
      expect([(await settle(wrong)).statusCode, types().at(-1)]).toEqual([400, 'PaymentRefundFailed'])
  })
})

test('a refund is not settled by hand while the provider is asked again: it may give it back yet', async () => {
  const psp = new ScriptedPsp()
  psp.refunds = [{ status: 'refused' }, NEVER]
  await start(psp)
  await harness.until('PaymentProcessed')
  await harness.arrive(cancelled)
  await harness.until('PaymentRefundFailed')
  const payload = { why: 'too early' }
  const url = `/payments/${orderId}/refund-settlement`
  const answer = await harness.api.inject({ method: 'POST', url, headers: OPERATOR_HEADERS, payload })
  expect([answer.statusCode, slugOf(answer)]).toEqual([409, 'refund-still-tried'])
  expect((await list()).items).toMatchObject([{ attempts: 1, attemptsLeft: REFUND_ATTEMPTS - 1 }])
})

describe('over HTTP', () => {
  test.each([
    ['GET', `/payments/${customerId}`, 404, 'unknown-payment'],
    ['POST', `/payments/${customerId}/refund-retry`, 404, 'unknown-payment'],
    ['POST', `/payments/${orderId}/refund-retry`, 409, 'not-refund-failed'],
    ['GET', '/payments/42', 400, 'invalid-request'],
    ['GET', '/payments', 400, 'invalid-request'],
    ['GET', '/payments?status=processed', 400, 'invalid-request'],
    ['GET', '/payments?status=refund_failed&limit=0', 400, 'invalid-request'],
  ] as const)('%s %s is refused', async (method, url, status, slug) => {
    await start(new ScriptedPsp())
    await harness.until('PaymentProcessed')
    const answer = await ask(method, url)
    expect(answer.statusCode).toBe(status)
    expect(answer.json().type).toMatch(new RegExp(`/${slug}$`))
  })
})
