import { join } from 'node:path'
import { SAMPLE } from '@bistro/events/contract'
import type { Harness } from '@bistro/kit/testing'
import { keepsItsDocument } from '@bistro/kit/testing/contract'
import { Conversation } from '@bistro/kit/testing/openapi'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { customerId, registered, stranger, truffles } from '../fixtures.ts'
import { startBench } from '../harness.ts'

let harness: Harness
let talk: Conversation
beforeAll(async () => {
  harness = await startBench()
  talk = await Conversation.with(harness.api)
  await harness.arrive(registered)
})
afterAll(() => harness.stop())

let keys = 0
const reserve = (wish: object, key = `key-${++keys}`) =>
  talk.ask({ method: 'POST', url: '/reservations', headers: { 'idempotency-key': key }, payload: wish })
const cancel = (id: string) => talk.ask({ method: 'POST', url: `/reservations/${id}/cancellation` })

test('every route asks and answers as the document says', async () => {
  const opened = await talk.ask({ method: 'POST', url: '/evenings', payload: truffles })
  const { eveningId } = opened.json<{ eveningId: string }>()
  const kits = [{ sku: 'truffle', quantity: 2 }]
  const wish = { customerId, eveningId, seats: 2, kits, cardToken: SAMPLE.cardToken }
  const held = await reserve(wish, 'the same')
  const { reservationId, orderId } = held.json<{ reservationId: string; orderId: string }>()
  await reserve({ ...wish, seats: 1 }, 'the same')
  await reserve({ ...wish, customerId: stranger })
  await reserve({ ...wish, kits: [{ sku: 'goose', quantity: 1 }] })
  const full = await reserve({ ...wish, seats: 5 })
  for (const url of ['/evenings', `/evenings/${eveningId}`, `/evenings/${stranger}`])
    await talk.ask({ method: 'GET', url })
  await cancel(reservationId)
  await harness.arrive({
    type: 'OrderCancelled',
    data: { orderId, reservationId, customerId, reason: 'guest_cancelled' },
  })
  const { reservationId: rejected } = full.json<{ reservationId: string }>()
  for (const id of [reservationId, rejected, stranger]) {
    await talk.ask({ method: 'GET', url: `/reservations/${id}` })
    await cancel(id)
  }
  await talk.askCommon(harness, 'PaymentProcessed')
  expect(talk.faults).toEqual([])
  expect(talk.unshown()).toEqual([])
})

keepsItsDocument(() => talk, join(import.meta.dirname, '../..'))
