import { join } from 'node:path'
import { readContract, SAMPLE } from '@bistro/events/contract'
import type { Harness } from '@bistro/kit/testing'
import { keepsItsDocument } from '@bistro/kit/testing/contract'
import { Conversation } from '@bistro/kit/testing/openapi'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBench } from '../harness.ts'

const { orderId, reservationId, customerId } = SAMPLE

let harness: Harness
let talk: Conversation
beforeAll(async () => {
  harness = await startBench()
  talk = await Conversation.with(harness.api)
  const golden = (wanted: string) => readContract().fixtures.findLast(({ type }) => type === wanted)
  for (const type of ['EveningOpened', 'ReservationHeld', 'ReservationCancellationRequested'])
    await harness.arrive({ type, data: golden(type)?.data ?? {} })
  await harness.until('OrderCancelled')
})
afterAll(() => harness.stop())

test('every route asks and answers as the document says', async () => {
  await talk.ask({ method: 'GET', url: `/orders/${orderId}` })
  await talk.ask({ method: 'GET', url: `/orders/${customerId}` })
  await talk.ask({ method: 'GET', url: `/orders?reservationId=${reservationId}` })
  await talk.askCommon(harness, 'CreditReserved')
  expect(talk.faults).toEqual([])
  expect(talk.unshown()).toEqual([])
})

keepsItsDocument(() => talk, join(import.meta.dirname, '../..'))
