import { SERVICES } from '@bistro/services'
import { expect, it } from 'vitest'
import { LastKnown } from '../src/attention/last-known.ts'
import { openOverview } from '../src/overview/part.ts'
import { sagaView } from '../src/saga-view.ts'
import { openTestGateway } from './gateway.ts'

it('without its database, the gateway says so where sagas are asked for, and counts nothing', async () => {
  await using gateway = await openTestGateway([sagaView, openOverview])
  const get = async (path: string) => {
    const response = await fetch(`${gateway.url}${path}`)
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const detail = expect.stringMatching(
    /^The gateway's database has been unavailable since \S+Z: sagas are shown again as soon as it is back\.$/,
  )
  for (const path of ['/api/sagas', `/api/sagas/01a00000-0000-7000-8000-000000000001`])
    await expect.poll(() => get(path)).toMatchObject({ status: 503, body: { detail } })
  const { status, body } = await get('/api/overview')
  expect(status).toBe(200)
  expect(body).not.toHaveProperty('counts')
  const named = (body.unavailable as { what: string }[]).map(({ what }) => what)
  expect(named.sort()).toEqual([...SERVICES, "the gateway's database"].sort())
})

it('a list that cannot be read is what it was last', async () => {
  const known = new LastKnown()
  const fail = () => Promise.reject(new Error('away'))
  expect(await known.of('parked', fail)).toEqual([])
  expect(await known.of('parked', async () => [1, 2])).toEqual([1, 2])
  expect(await known.of('parked', fail)).toEqual([1, 2])
  expect(await known.of('stuck', fail)).toEqual([])
})
