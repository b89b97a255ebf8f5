import { beforeEach, expect, test } from 'vitest'
import type { Api } from '../../src/http/index.ts'
import { QueueFull } from '../../src/runtime/index.ts'
import { createPantryApi, jar, slugOf } from './pantry-api.ts'
import { ScriptedRuntime, STREAM } from './scripted-runtime.ts'

let runtime: ScriptedRuntime
let api: Api

beforeEach(async () => {
  runtime = new ScriptedRuntime()
  api = await createPantryApi(runtime)
})

const get = (token: string) => api.inject({ url: '/jars', headers: { 'consistency-token': token } })
const token = (service = 'garden', version = 2) => `${service}:${STREAM}@${version}`

test('an answer about one stream carries its token', async () => {
  const read = await api.inject(`/jars/${STREAM}`)
  expect(read.headers['consistency-token']).toBe(`pantry:${STREAM}@5`)
  const written = await api.inject({ method: 'POST', url: `/jars/${STREAM}/opening` })
  expect(written.headers['consistency-token']).toBe(`pantry:${STREAM}@3`)
  expect((await api.inject('/jars')).headers).not.toHaveProperty('consistency-token')
})

test('tokens of its own and of what it reads are waited for', async () => {
  expect((await get(`${token()}, ${token('pantry', 7)}`)).statusCode).toBe(200)
  expect(runtime.awaited).toEqual([`/services/garden ${STREAM} 2`, `/services/pantry ${STREAM} 7`])
})

test('what does not arrive in time is 503 with Retry-After', async () => {
  runtime.isReached = () => false
  const answer = await get(token())
  expect([answer.statusCode, slugOf(answer), answer.headers['retry-after']]).toEqual([503, 'not-caught-up', '1'])
})

test('too many that wait is 503', async () => {
  runtime.isReached = () => Promise.reject(new QueueFull())
  expect((await get(token())).statusCode).toBe(503)
})

test.each([
  '',
  'garden',
  token('garden', 0),
  `${token()},`,
  `garden:not-a-uuid@1`,
  `garden:${STREAM}@1x`,
  Array.from({ length: 9 }, () => token()).join(),
])('%j is 400 invalid-token', async (text) => {
  const answer = await get(text)
  expect([answer.statusCode, slugOf(answer)]).toEqual([400, 'invalid-token'])
  expect(runtime.awaited).toEqual([])
})

test('a token of a service that is not read here is not applicable', async () => {
  const answer = await get(token('kitchen'))
  expect([answer.statusCode, slugOf(answer)]).toEqual([400, 'token-not-applicable'])
})

test('a write judges the body, then the key, then the tokens, and then submits', async () => {
  const write = (payload: object, headers: Record<string, string>) =>
    api.inject({ method: 'POST', url: '/jars', payload, headers })
  expect(slugOf(await write({}, { 'consistency-token': 'x' }))).toBe('invalid-request')
  expect(slugOf(await write(jar, { 'consistency-token': 'x' }))).toBe('idempotency-key-required')
  expect(slugOf(await write(jar, { 'consistency-token': 'x', 'idempotency-key': 'k' }))).toBe('invalid-token')
  expect(runtime.submitted).toEqual([])
  await write(jar, { 'consistency-token': token(), 'idempotency-key': 'k' })
  expect([runtime.awaited.length, runtime.submitted.length]).toEqual([1, 1])
})
