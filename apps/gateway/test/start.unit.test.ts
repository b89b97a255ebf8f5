import { Closed } from '@bistro/kit/http'
import Type from 'typebox'
import { expect, test } from 'vitest'
import type { OpenPart } from '../src/parts.ts'
import { OPERATOR, openTestGateway } from './gateway.ts'

const part: OpenPart = () => ({
  addRoutes: (api) => {
    const response = { 200: Closed({ said: Type.String() }) }
    api.get('/api/said', { schema: { summary: 'Says it', 'x-bistro-role': 'guest', response } }, async () => ({
      said: 'it',
    }))
    api.post('/api/said', { schema: { summary: 'Says it', 'x-bistro-role': 'operator', response } }, async () => ({
      said: 'it',
    }))
  },
})

test('A gateway without its database is alive, serves its routes and says since when the database is unavailable', async () => {
  await using gateway = await openTestGateway([part])
  expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200)
  const response = await fetch(`${gateway.url}/api/said`)
  expect(await response.json()).toEqual({ said: 'it' })
  expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  await expect
    .poll(async () => (await fetch(`${gateway.url}/health/ready`)).json())
    .toMatchObject({ status: 503, unavailable: [{ what: 'its database', since: expect.stringMatching(/Z$/) }] })
})

test("A gateway keeps to the project's conventions: foreign hosts, other sites, the operator's token, unknown fields", async () => {
  await using gateway = await openTestGateway([part])
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${gateway.url}${path}`, init)
    const { type } = (await response.json()) as { type?: string }
    return [response.status, type?.split('/').at(-1)]
  }
  expect(await ask('/api/nothing')).toEqual([404, 'unknown-route'])
  expect(await ask('/api/said?x=1')).toEqual([400, 'invalid-request'])
  expect(await ask('/api/said', { method: 'POST' })).toEqual([401, 'unauthenticated'])
  const headers = { authorization: `Bearer ${OPERATOR}` }
  expect(await ask('/api/said', { method: 'POST', headers })).toEqual([200, undefined])
  expect(await ask('/api/said', { method: 'POST', headers: { ...headers, origin: 'http://evil.example' } })).toEqual([
    403,
    'cross-site',
  ])
})

test('A gateway describes its routes', async () => {
  await using gateway = await openTestGateway([part])
  const document = (await (await fetch(`${gateway.url}/openapi.json`)).json()) as {
    paths: Record<string, { post?: { responses: object } }>
  }
  expect(Object.keys(document.paths).slice(0, 4)).toEqual(['/api/said', '/health/live', '/health/ready', '/metrics'])
  expect(Object.keys(document.paths['/api/said']?.post?.responses ?? {})).toEqual(
    '200 400 401 403 413 415 421 500'.split(' '),
  )
})
