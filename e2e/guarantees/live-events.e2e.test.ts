import { arrange, ORDINARY, readEvents, reserve, watchSagas } from '@bistro/client'
import { dataOf } from '@bistro/http-client'
import { expect, it } from 'vitest'
import { gatewayOf } from '../support/door.ts'
import { followLive } from '../support/live.ts'
import { endOf, textIn } from '../support/sagas.ts'
import { manifest } from '../support/shared-stack.ts'

const SOON = { timeout: 10_000, interval: 50 }
const gateway = manifest.gateway!.url
/** CreditDebited follows the end of the saga. */
const EVENTS = 16

/** Ids of the events of one saga, as they are on the topics. */
async function watchIds() {
  const reader = await readEvents(manifest)
  const types: string[] = []
  let saga = ''
  reader.subscribe(({ correlationId, type }) => {
    if (correlationId === saga) types.push(type)
  })
  return {
    types,
    sagas: watchSagas(reader),
    of: (id: string) => {
      saga = id
    },
    close: reader.close,
  }
}

it('a page that follows a saga gets each of its events once, over breaks of the connection, and its ending', async () => {
  const topics = await watchIds()
  const arranged = await arrange(manifest, ORDINARY)
  const id = textIn(await reserve(manifest, arranged, ORDINARY), 'reservationId')
  const query = `?saga=${id}`
  const readers = [await followLive(gateway, query)]
  const last = () => readers.at(-1)!
  const received = () => readers.flatMap((reader) => reader.events())
  for (let breaks = 0; breaks < 4; breaks += 1) {
    const known = received().length
    await expect.poll(() => received().length, SOON).toBeGreaterThan(Math.min(known, EVENTS - 1))
    await last().close()
    readers.push(await followLive(gateway, query, last().lastId))
  }
  expect(await endOf(topics.sagas, id)).toBe('OrderDelivered')
  await expect.poll(() => received().length, SOON).toBe(EVENTS)
  expect(new Set(received().map((event) => event.id)).size).toBe(EVENTS)
  const summary = () =>
    readers.flatMap(({ messages }) => messages).findLast(({ name }) => name === 'saga')?.data.items[0]
  await expect
    .poll(summary, SOON)
    .toMatchObject({ reservationId: id, status: 'delivered', lastEvent: { type: 'CreditDebited' } })
  await last().close()
  await topics.close()
})

it('the wall counts every event, and the board shows the seats', async () => {
  const live = await followLive(gateway)
  const arranged = await arrange(manifest, ORDINARY)
  await reserve(manifest, arranged, ORDINARY)
  const counted = (name: string) =>
    live.messages
      .filter((message) => message.name === 'event')
      .reduce((sum, { data }) => sum + (data.counts[name] ?? 0), 0)
  await expect.poll(() => counted('customer CreditDebited'), SOON).toBeGreaterThan(0)
  for (const name of ['customer CustomerRegistered', 'reservation EveningOpened', 'order OrderDelivered'])
    expect(counted(name), name).toBeGreaterThan(0)
  const evening = async () => {
    const { items } = await dataOf(gatewayOf(manifest).GET('/api/board'))
    return items.find(({ eveningId }) => eveningId === arranged.eveningId)
  }
  await expect.poll(evening, SOON).toMatchObject({ seats: 12, held: 0, confirmed: 2, cancelled: 0 })
  await live.close()
})
