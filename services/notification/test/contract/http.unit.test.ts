import { join } from 'node:path'
import { readContract, SAMPLE } from '@bistro/events/contract'
import type { Harness } from '@bistro/kit/testing'
import { keepsItsDocument } from '@bistro/kit/testing/contract'
import { Conversation } from '@bistro/kit/testing/openapi'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startHarness } from '../harness.ts'
import { ScriptedWorld } from '../scripted-world.ts'

const { reservationId } = SAMPLE

let harness: Harness
let talk: Conversation
beforeAll(async () => {
  harness = await startHarness(new ScriptedWorld())
  talk = await Conversation.with(harness.api)
})
afterAll(() => harness.stop())

test('every route asks and answers as the document says', async () => {
  for (const wanted of ['CustomerRegistered', 'ReservationHeld']) {
    const golden = readContract().fixtures.findLast(({ type }) => type === wanted)
    await harness.arrive({ type: wanted, data: golden?.data ?? {} })
  }
  const answer = await talk.ask({ method: 'GET', url: `/messages?reservationId=${reservationId}&limit=5` })
  expect(answer.json()).toMatchObject({ items: [{ kind: 'held' }] })
  await talk.ask({ method: 'GET', url: '/messages' })
  await talk.askCommon(harness, 'Reservation_confirmed')
  expect(talk.faults).toEqual([])
  expect(talk.unshown()).toEqual([])
})

keepsItsDocument(() => talk, join(import.meta.dirname, '../..'))
