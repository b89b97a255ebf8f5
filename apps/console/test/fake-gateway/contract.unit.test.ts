import * as contract from '@bistro/gateway/contract'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { customerId } from './data/ids.ts'
import { special } from './data/sagas.ts'
import { STORIES, type StoryName } from './data/stories.ts'
import { type FakeGateway, startFakeGateway } from './server.ts'

let fake: FakeGateway
beforeAll(async () => {
  fake = await startFakeGateway()
})
afterAll(() => fake.stop())

const get = async (path: string) =>
  (await fetch(fake.url + path, { headers: { authorization: 'Bearer fake-operator' } })).json()

const faultsOf = (schema: TSchema, body: unknown) =>
  [...Value.Errors(schema, body)].map(({ instancePath, message }) => `${instancePath} ${message}`)

test.each([
  ['/api/sagas?limit=100', contract.SagaPage],
  ['/api/overview', contract.Overview],
  ['/api/topology', contract.Topology],
  ['/api/board', contract.Board],
  [`/api/customers/${customerId(6)}/history`, contract.CustomerHistory],
  ['/api/attention', contract.Attention],
  ['/api/views', contract.Views],
  ['/api/partitions', contract.Partitions],
  ['/api/partitions/placement?key=abc&partitions=6', contract.Placement],
  ['/api/partitions/moves?from=6&to=8', contract.Moves],
  ['/api/faults', contract.Faults],
  ['/api/processes', contract.Processes],
])('%s is as the contract says', async (path, schema) => {
  expect(faultsOf(schema, await get(path))).toEqual([])
})

test.each(Object.keys(STORIES) as StoryName[])('the saga "%s" is as the contract says', async (story) => {
  const id = special(story)
  const detail = await get(`/api/sagas/${id}`)
  expect(faultsOf(contract.SagaDetail, detail)).toEqual([])
  expect(faultsOf(contract.EventDetail, await get(`/api/sagas/${id}/events/${detail.events[0].id}`))).toEqual([])
  expect(faultsOf(contract.SagaCommands, await get(`/api/sagas/${id}/commands`))).toEqual([])
})

test('there is a stuck saga of every kind, and one of 500 events', async () => {
  const { stuck } = await get('/api/attention')
  const kinds = new Set(stuck.flatMap((saga: contract.StuckSaga) => saga.waitingFor.map(({ kind }) => kind)))
  expect([...kinds].sort()).toEqual(['consumer', 'effect', 'outside', 'parked', 'timer'])
  expect((await get(`/api/sagas/${special('long')}`)).events.length).toBeGreaterThanOrEqual(490)
})
