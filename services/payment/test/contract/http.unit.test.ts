import { join } from 'node:path'
import { orderIdOf } from '@bistro/events'
import { SAMPLE } from '@bistro/events/contract'
import type { Bench } from '@bistro/kit/testing'
import { keepsItsDocument } from '@bistro/kit/testing/contract'
import { Conversation } from '@bistro/kit/testing/openapi'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { REFUND_ATTEMPTS } from '../../src/domain/payment/state.ts'
import { startBench } from '../bench.ts'
import { ScriptedPsp } from '../scripted-psp.ts'

const { orderId, reservationId, customerId, eveningId, deposit, cardToken } = SAMPLE
const paidOrderId = orderIdOf(eveningId)
const LONG_MS = 60_000

let bench: Bench
let talk: Conversation
beforeAll(async () => {
  const psp = new ScriptedPsp()
  psp.refunds = [{ status: 'refused' }]
  bench = await startBench(psp, LONG_MS)
  talk = await Conversation.with(bench.api)
  const order = { orderId, reservationId, customerId }
  const charge = { deposit, cardToken }
  await bench.arrive({ type: 'OrderValidated', data: { ...order, ...charge } })
  await bench.arrive({ type: 'OrderValidated', data: { ...order, ...charge, orderId: paidOrderId } })
  await bench.until('PaymentProcessed', 2)
  await bench.arrive({ type: 'OrderCancelled', data: { ...order, reason: 'guest_cancelled' } })
  await bench.until('PaymentRefundFailed', REFUND_ATTEMPTS)
})
afterAll(() => bench.stop())

test('every route asks and answers as the document says', async () => {
  const payment = `/payments/${orderId}`
  await talk.ask({ method: 'GET', url: payment })
  await talk.ask({ method: 'GET', url: `/payments/${customerId}` })
  await talk.ask({ method: 'GET', url: '/payments?status=refund_failed&limit=5' })
  await talk.ask({ method: 'POST', url: `${payment}/refund-retry` })
  await talk.ask({ method: 'POST', url: `/payments/${paidOrderId}/refund-retry` })
  await talk.ask({ method: 'POST', url: `/payments/${customerId}/refund-retry` })
  const settle = (order: string) =>
    talk.ask({
      method: 'POST',
      url: `/payments/${order}/refund-settlement`,
      payload: { why: 'by bank transfer', reference: 'T-1' },
    })
  await settle(paidOrderId)
  await settle(customerId)
  await bench.until('PaymentRefundFailed', REFUND_ATTEMPTS + 1)
  await settle(orderId)
  await talk.askCommon(bench, 'OrderValidated')
  expect(talk.faults).toEqual([])
  expect(talk.unshown()).toEqual([])
})

keepsItsDocument(() => talk, join(import.meta.dirname, '../..'))
