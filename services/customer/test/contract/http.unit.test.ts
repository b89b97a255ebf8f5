import { join } from 'node:path'
import { readContract, SAMPLE } from '@bistro/events/contract'
import type { Harness } from '@bistro/kit/testing'
import { keepsItsDocument } from '@bistro/kit/testing/contract'
import { Conversation } from '@bistro/kit/testing/openapi'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBench } from '../harness.ts'

const { name, email, address, creditLimit, reservationId } = SAMPLE
const account = { name, email, address, creditLimit }

let harness: Harness
let talk: Conversation
beforeAll(async () => {
  harness = await startBench()
  talk = await Conversation.with(harness.api)
})
afterAll(() => harness.stop())

test('every route asks and answers as the document says', async () => {
  const opened = await talk.ask({ method: 'POST', url: '/customers', payload: account })
  const { customerId } = opened.json<{ customerId: string }>()
  const golden = readContract().fixtures.find(({ type }) => type === 'Reservation_confirmed')
  await harness.arrive({ type: 'Reservation_confirmed', data: { ...golden?.data, customerId } })
  for (const id of [customerId, reservationId]) {
    const url = `/customers/${id}`
    await talk.ask({ method: 'GET', url })
    await talk.ask({ method: 'GET', url: `${url}/reservations?limit=5` })
    await talk.ask({ method: 'PUT', url: `${url}/address`, payload: { address } })
    await talk.ask({ method: 'PUT', url: `${url}/credit-limit`, payload: { creditLimit } })
  }
  const dollars = { creditLimit: { amount: 1, currency: 'USD' } }
  await talk.ask({ method: 'PUT', url: `/customers/${customerId}/credit-limit`, payload: dollars })
  await talk.askCommon(harness, 'OrderRequested')
  expect(talk.faults).toEqual([])
  expect(talk.unshown()).toEqual([])
})

keepsItsDocument(() => talk, join(import.meta.dirname, '../..'))
