import { join } from 'node:path'
import { readContract, SAMPLE } from '@bistro/events/contract'
import type { Harness } from '@bistro/kit/testing'
import { keepsItsDocument } from '@bistro/kit/testing/contract'
import { Conversation } from '@bistro/kit/testing/openapi'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBench } from '../harness.ts'
import { ScriptedCarrier } from '../scripted-carrier.ts'
import { signed } from '../signed.ts'

const { orderId, shipmentId, customerId } = SAMPLE
const LONG_MS = 60_000

let harness: Harness
let talk: Conversation
beforeAll(async () => {
  harness = await startBench(new ScriptedCarrier(), LONG_MS)
  talk = await Conversation.with(harness.api)
  for (const wanted of ['CustomerRegistered', 'OrderConfirmed']) {
    const golden = readContract().fixtures.findLast(({ type }) => type === wanted)
    await harness.arrive({ type: wanted, data: golden?.data ?? {} })
  }
})
afterAll(() => harness.stop())

const tell = (news: object, url = '/carrier-events') => {
  const payload = JSON.stringify(news)
  return talk.ask({ method: 'POST', url, headers: signed(payload), payload })
}

test('every route asks and answers as the document says', async () => {
  const news = {
    ...{ eventId: 'first', shipmentId, attempt: 1, trackingNumber: 'T-1' },
    ...{ kind: 'dispatched', at: '2030-05-09T10:00:00.000Z' },
  }
  await tell(news)
  await tell({ ...news, eventId: 'second', shipmentId: customerId })
  await tell({ ...news, kind: 'eaten' })
  await talk.ask({ method: 'POST', url: '/carrier-events', payload: news })
  const batch = '/carrier-events/batch'
  await tell({ events: [news, { ...news, eventId: 'third', kind: 'delivered' }] }, batch)
  await tell({ events: [{ ...news, eventId: 'fourth', shipmentId: customerId }] }, batch)
  await tell({ events: [] }, batch)
  await talk.ask({ method: 'POST', url: batch, payload: { events: [news] } })
  for (const id of [orderId, customerId]) await talk.ask({ method: 'GET', url: `/shipments/${id}` })
  await talk.askCommon(harness, 'OrderConfirmed')
  expect(talk.faults).toEqual([])
  expect(talk.unshown()).toEqual([])
})

keepsItsDocument(() => talk, join(import.meta.dirname, '../..'))
