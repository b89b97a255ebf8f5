import { beforeEach, expect, test } from 'vitest'
import type { Api } from '../../src/http/index.ts'
import type { Outcome, Request, StoredAnswer } from '../../src/model/index.ts'
import { createPantryApi, jar, slugOf } from './pantry-api.ts'
import { accepted, ScriptedRuntime, STREAM } from './scripted-runtime.ts'

let runtime: ScriptedRuntime
let api: Api

beforeEach(async () => {
  runtime = new ScriptedRuntime()
  api = await createPantryApi(runtime)
})

const post = (headers: Record<string, string> = { 'idempotency-key': 'k-1' }, payload: object = jar) =>
  api.inject({ method: 'POST', url: '/jars', payload, headers })

const stored = (request: Request, outcome: Outcome): StoredAnswer | undefined =>
  outcome.kind === 'accepted' || outcome.kind === 'rejected' ? request.idempotency?.answer(outcome) : undefined

test('an accepted command is answered as the route says, and the same is stored under the key', async () => {
  let kept: StoredAnswer | undefined
  runtime.outcome = (request) => {
    kept = stored(request, accepted)
    return accepted
  }
  const answer = await post()
  expect([answer.statusCode, answer.headers.location]).toEqual([202, `/jars/${STREAM}`])
  expect(answer.headers).not.toHaveProperty('idempotency-replayed')
  expect(kept).toEqual({
    status: 202,
    headers: { location: `/jars/${STREAM}`, 'consistency-token': `pantry:${STREAM}@3` },
    body: answer.json(),
  })
})

test('the cause is the request, and its trace goes on', async () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
  const answer = await post({ 'idempotency-key': 'k', traceparent })
  expect(runtime.submitted[0]?.cause).toEqual({ id: answer.headers['x-request-id'], traceparent })
  expect(runtime.submitted[0]?.by).toBe('guest')
})

test.each([
  [{ rejected: 'unknown-shelf', details: { detail: 'No such shelf.', shelf: 9 } }, 404, false],
  [{ rejected: 'shelf-full' }, 409, true],
  [{ rejected: 'nobody-named-it' }, 409, true],
])('%o is a problem; only a decision is stored', async (refusal, status, isStored) => {
  const outcome: Outcome = { kind: 'rejected', ...refusal }
  let kept: StoredAnswer | undefined
  runtime.outcome = (request) => {
    kept = stored(request, outcome)
    return outcome
  }
  const answer = await post()
  expect([answer.statusCode, slugOf(answer)]).toEqual([status, refusal.rejected])
  expect(kept !== undefined).toBe(isStored)
  if (status === 404) expect(answer.json()).toMatchObject({ detail: 'No such shelf.', shelf: 9 })
})

test('a recorded decision may be bad news, and carries its token all the same', async () => {
  runtime.outcome = () => ({ kind: 'ignored', reason: 'shelf-closed', version: 2, state: {} })
  const answer = await post()
  expect([answer.statusCode, slugOf(answer), answer.json().shelf]).toEqual([409, 'shelf-closed', 7])
  expect(answer.headers['content-type']).toMatch('application/problem+json')
  expect(answer.headers['consistency-token']).toBe(`pantry:${STREAM}@2`)
})

test('a stored answer is given again as it was', async () => {
  const answer = { status: 202, headers: { location: '/jars/1' }, body: { a: 1 } }
  runtime.outcome = () => ({ kind: 'replayed', answer })
  const again = await post()
  expect([again.statusCode, again.headers.location, again.json()]).toEqual([202, '/jars/1', { a: 1 }])
  expect(again.headers['idempotency-replayed']).toBe('true')
})

test('a key that was used for another body is 422', async () => {
  runtime.outcome = () => ({ kind: 'key-reused' })
  expect([(await post()).statusCode, slugOf(await post())]).toEqual([422, 'idempotency-key-reused'])
})

test.each([undefined, '', 'ü', 'x'.repeat(256)])('key %j is 400', async (key) => {
  const answer = await post(key === undefined ? {} : { 'idempotency-key': key })
  expect([answer.statusCode, slugOf(answer)]).toEqual([400, 'idempotency-key-required'])
})

test('bodies are compared as parsed JSON', async () => {
  const { label, ...rest } = jar
  await post(undefined, { label, ...rest })
  await post(undefined, { ...rest, label })
  await post(undefined, { ...jar, label: 'figs' })
  const [first, reordered, other] = runtime.submitted.map(({ idempotency }) => idempotency?.fingerprint)
  expect(reordered).toBe(first)
  expect(other).not.toBe(first)
})

test('a key that is being worked on is 409 until it is done', async () => {
  const work = Promise.withResolvers<Outcome>()
  runtime.outcome = () => work.promise
  const first = post()
  await expect.poll(() => runtime.submitted.length).toBe(1)
  expect([(await post()).statusCode, slugOf(await post())]).toEqual([409, 'request-in-progress'])
  work.resolve(accepted)
  expect((await first).statusCode).toBe(202)
  expect((await post()).statusCode).toBe(202)
})
