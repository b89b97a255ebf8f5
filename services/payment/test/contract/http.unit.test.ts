import { join } from 'node:path'
import { orderIdOf } from '@bistro/events'
import { SAMPLE } from '@bistro/events/contract'
import type { Harness } from '@bistro/kit/testing'
import { keepsItsDocument } from '@bistro/kit/testing/contract'
import { Conversation } from '@bistro/kit/testing/openapi'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { REFUND_ATTEMPTS } from '../../src/domain/payment/state.ts'
import { startBench } from '../harness.ts'
import { ScriptedPsp } from '../scripted-psp.ts'

const { orderId, reservationId, customerId, eveningId, deposit, cardToken } = SAMPLE
const paidOrderId = orderIdOf(eveningId)
const LONG_MS = 60_000

let harness: Harness
let talk: Conversation
beforeAll(async () => {
  const psp = new ScriptedPsp()
  psp.refunds = [{ status: 'refused' }]
  harness = await startBench(psp, LONG_MS)
  talk = await Conversation.with(harness.api)
  const order = { orderId, reservationId, customerId }
  const charge = { deposit, cardToken }
  await harness.arrive({ type: 'OrderValidated', data: { ...order, ...charge } })
  await harness.arrive({ type: 'OrderValidated', data: { ...order, ...charge, orderId: paidOrderId } })
  await harness.until('PaymentProcessed', 2)
  await harness.arrive({ type: 'OrderCancelled', data: { ...order, reason: 'guest_cancelled' } })
  await harness.until('PaymentRefundFailed', REFUND_ATTEMPTS)
})
afterAll(() => harness.stop())

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
  await harness.until('PaymentRefundFailed', REFUND_ATTEMPTS + 1)
  await settle(orderId)
  await talk.askCommon(harness, 'OrderValidated')
  expect(talk.faults).toEqual([])
  expect(talk.unshown()).toEqual([])
})

keepsItsDocument(() => talk, join(import.meta.dirname, '../..'))
