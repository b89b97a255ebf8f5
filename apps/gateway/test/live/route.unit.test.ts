import { MAX_PARTITIONS } from '@bistro/client/control'
import { SYSTEM } from '@bistro/kit/runtime'
import { expect, it } from 'vitest'
import { Hub } from '../../src/live/hub.ts'
import { Readers } from '../../src/live/readers.ts'
import { addLiveRoute, MAX_READERS } from '../../src/live/route.ts'
import { Summaries } from '../../src/live/summaries.ts'
import { openPartitions } from '../../src/partitions/part.ts'
import { openTestGateway } from '../gateway.ts'
import { held, orderCancelled, readBytes, uuid } from './records.ts'

const SAGA = uuid(100)

async function openLive() {
  const summaries = new Summaries(async () => [], readBytes)
  const hub = new Hub({ clock: SYSTEM.clock, read: readBytes, summaries, readers: new Readers() })
  const gateway = await openTestGateway([({ signal }) => ({ addRoutes: (api) => addLiveRoute(api, hub, signal) })])
  return { ...gateway, hub }
}

/** Follows the stream until it is closed. */
async function follow(url: string, lastId?: string) {
  const abort = new AbortController()
  const headers: Record<string, string> = lastId === undefined ? {} : { 'last-event-id': lastId }
  const response = await fetch(url, { headers, signal: abort.signal })
  let text = ''
  const ended = (async () => {
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) text += part
    return 'ended'
  })().catch(() => 'cut off')
  return {
    response,
    ended,
    close: () => abort.abort(),
    types: () => [...text.matchAll(/"type":"(\w+)","streamId"/g)].map(([, type]) => type),
    lastId: () => [...text.matchAll(/^id: (.*)$/gm)].at(-1)?.[1],
  }
}

it('a stream is server-sent events, is not kept by caches, and goes on after a break where it was', async () => {
  await using gateway = await openLive()
  const first = await follow(`${gateway.url}/api/live?saga=${SAGA}`)
  expect(first.response.headers.get('content-type')).toBe('text/event-stream')
  expect(first.response.headers.get('cache-control')).toContain('no-cache')
  expect(first.response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  gateway.hub.take([held(SAGA), held(uuid(1))])
  await expect.poll(first.types).toEqual(['ReservationHeld'])
  first.close()
  await expect.poll(() => gateway.hub.readers).toBe(0)
  gateway.hub.take([orderCancelled(SAGA)])
  const second = await follow(`${gateway.url}/api/live?saga=${SAGA}`, first.lastId())
  await expect.poll(second.types).toEqual(['OrderCancelled'])
})

it('every stream ends when the gateway stops', async () => {
  const gateway = await openLive()
  const streams = await Promise.all([follow(`${gateway.url}/api/live`), follow(`${gateway.url}/api/live?saga=${SAGA}`)])
  await gateway.stop()
  for (const { ended } of streams) expect(['ended', 'cut off']).toContain(await ended)
})

it('who does not want events, names no saga or comes when too many follow gets a problem', async () => {
  await using gateway = await openLive()
  const slugOf = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${gateway.url}${path}`, { headers })
    const { type } = (await response.json()) as { type: string }
    return [response.status, type?.split('/').at(-1)]
  }
  expect(await slugOf('/api/live?saga=nonsense')).toEqual([400, 'invalid-request'])
  expect(await slugOf('/api/live', { accept: 'application/json' })).toEqual([406, 'not-acceptable'])
  const output = { write: () => {}, waiting: 0, drop: () => {} }
  for (let count = 0; count < MAX_READERS; count += 1) gateway.hub.open(output, undefined, undefined)
  expect(await slugOf('/api/live')).toEqual([503, 'too-many-readers'])
})

it('where a key goes and which keys move is computed, within bounds', async () => {
  await using gateway = await openTestGateway([openPartitions])
  const ask = async (path: string) => {
    const response = await fetch(`${gateway.url}/api/partitions${path}`)
    return [response.status, await response.json()] as const
  }
  expect(await ask('/placement?key=foobar&partitions=6')).toEqual([
    200,
    {
      ...{ key: 'foobar', bytes: [...Buffer.from('foobar')], hash: -790332482, positive: 1357151166 },
      ...{ partitions: 6, partition: 1357151166 % 6 },
    },
  ])
  expect(await ask('/moves?from=6&to=7')).toMatchObject([200, { from: 6, to: 7, modulo: expect.closeTo(6 / 7, 1) }])
  for (const path of [
    '/placement?key=&partitions=6',
    '/placement?key=a&partitions=0',
    `/moves?from=6&to=${MAX_PARTITIONS + 1}`,
  ])
    expect((await ask(path))[0]).toBe(400)
  expect(await ask('')).toEqual([200, { topics: [], most: MAX_PARTITIONS }])
})
