import { arrange, ORDINARY, type ProcessName, reserve } from '@bistro/client'
import { askStack } from '@bistro/client/control'
import { dataOf } from '@bistro/http-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { gatewayOf } from '../support/door.ts'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'
import { followLive, type LiveReader } from '../support/live.ts'
import { textIn } from '../support/sagas.ts'

const SOON = { timeout: 30_000, interval: 250 }
/** Everything that a delivered saga has. */
const EVENTS = 16

let stack: HostedStack
let live: LiveReader
beforeAll(async () => {
  stack = await startHostedStack()
  live = await followLive(stack.manifest.gateway!.url)
})
afterAll(async () => {
  await live?.close()
  await stack?.stop()
})

const act = (action: 'kill' | 'stop' | 'start', name: ProcessName) => askStack(stack.controlSocket, { action, name })
const overview = () => dataOf(gatewayOf(stack.manifest).GET('/api/overview'))
const evenings = async () => (await dataOf(gatewayOf(stack.manifest).GET('/api/board'))).items
const namesAway = async () => (await overview()).unavailable.map(({ what }) => what)
const order = async (): Promise<string> =>
  textIn(await reserve(stack.manifest, await arrange(stack.manifest, ORDINARY), ORDINARY), 'reservationId')

/** What a page that has followed since the beginning knows of a saga. */
const statusOnPage = (id: string): unknown =>
  live.messages
    .filter(({ name }) => name === 'saga')
    .flatMap(({ data }) => data.items)
    .findLast(({ reservationId }) => reservationId === id)?.status

it('nothing is away at first, and all invariants hold', async () => {
  await expect.poll(namesAway, SOON).toEqual([])
  // Of whom it has not asked yet, it says nothing.
  await expect.poll(async () => (await overview()).services.every(({ ready }) => ready), SOON).toBe(true)
  await expect
    .poll(async () => new Set((await overview()).invariants.items.map(({ status }) => status)), SOON)
    .toEqual(new Set(['holds']))
})

it('a service, with how far it is behind; the page that followed goes on by itself', async () => {
  const beforeMs = Date.now()
  await act('kill', 'payment')
  const id = await order()
  await expect.poll(namesAway, SOON).toEqual(['payment'])
  const { unavailable } = await overview()
  expect(Date.parse(unavailable[0]!.since)).toBeGreaterThan(beforeMs - 1_000)
  const behind = async () => (await overview()).services.find(({ service }) => service === 'payment')
  await expect.poll(async () => (await behind())?.lagMessages, SOON).toBeGreaterThan(0)
  await expect.poll(async () => (await behind())?.lagSeconds, SOON).toBeGreaterThan(1)
  expect(await behind()).toMatchObject({ ready: false })
  await act('start', 'payment')
  await expect.poll(namesAway, SOON).toEqual([])
  await expect.poll(() => statusOnPage(id), SOON).toBe('delivered')
  await expect.poll(async () => (await behind())?.lagMessages, SOON).toBe(0)
})

it('Kafka: what is known stays, and the page that followed misses nothing', async () => {
  await expect.poll(async () => (await overview()).counts, SOON).toMatchObject({ open: 0 })
  const { counts } = await overview()
  await act('stop', 'kafka')
  await expect.poll(namesAway, SOON).toContain('Kafka')
  expect((await overview()).counts).toEqual(counts)
  expect((await evenings()).length).toBeGreaterThan(0)
  await act('start', 'kafka')
  await expect.poll(namesAway, SOON).toEqual([])
  const before = live.messages.length
  const id = await order()
  await expect.poll(() => statusOnPage(id), SOON).toBe('delivered')
  const counted = () =>
    live.messages
      .slice(before)
      .filter(({ name }) => name === 'event')
      .flatMap(({ data }) => Object.values(data.counts as Record<string, number>))
      .reduce((sum, count) => sum + count, 0)
  // The guest's registration and the opened evening, too.
  await expect.poll(counted, SOON).toBe(EVENTS + 2)
})

it("the gateway's own database: the board and the live events go on", async () => {
  await act('stop', 'postgres-gateway')
  await expect.poll(namesAway, SOON).toContain("the gateway's database")
  const id = await order()
  await expect.poll(() => statusOnPage(id), SOON).toBe('delivered')
  expect((await evenings()).length).toBeGreaterThan(0)
  await act('start', 'postgres-gateway')
  await expect.poll(namesAway, SOON).toEqual([])
})
