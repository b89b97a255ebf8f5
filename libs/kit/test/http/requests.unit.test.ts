import { beforeEach, expect, test } from 'vitest'
import type { Api } from '../../src/http/index.ts'
import { QueueFull, StoreConflict, StoreUnavailable } from '../../src/runtime/index.ts'
import { createPantryApi, jar, OPERATOR_TOKEN, slugOf } from './pantry-api.ts'
import { ScriptedRuntime, STREAM } from './scripted-runtime.ts'

let runtime: ScriptedRuntime
let api: Api

beforeEach(async () => {
  runtime = new ScriptedRuntime()
  api = await createPantryApi(runtime)
})

const post = (payload: object | string, headers: Record<string, string> = {}) =>
  api.inject({
    method: 'POST',
    url: '/jars',
    payload,
    headers: { 'content-type': 'application/json', 'idempotency-key': 'k-1', ...headers },
  })

test('all that is wrong with a body is told at once, and nothing is coerced or dropped', async () => {
  const answer = await post({ ...jar, label: '', price: { amount: '100', currency: 'EUX' }, weeks: '4', colour: 'red' })
  expect([answer.statusCode, slugOf(answer)]).toEqual([400, 'invalid-request'])
  expect(answer.headers['content-type']).toMatch('application/problem+json')
  expect(
    answer
      .json()
      .errors.map(({ path }: { path: string }) => path)
      .sort(),
  ).toEqual(['/colour', '/label', '/price/amount', '/price/currency', '/weeks'])
  expect(runtime.submitted).toEqual([])
})

test.each([
  ['a missing field', { ...jar, label: undefined }, '/label'],
  ['an id that is no UUID', { ...jar, shelfId: 'x' }, '/shelfId'],
  ['a day that no calendar has', { ...jar, filledAt: '2030-02-30T10:00:00Z' }, '/filledAt'],
  ['a year that Postgres does not know', { ...jar, filledAt: '0000-01-01T00:00:00Z' }, '/filledAt'],
  ['a leap second', { ...jar, filledAt: '2030-12-31T23:59:60Z' }, '/filledAt'],
  ['a time with an offset', { ...jar, filledAt: '2030-01-31T10:00:00+01:00' }, '/filledAt'],
  ['a negative amount', { ...jar, price: { amount: -1, currency: 'EUR' } }, '/price/amount'],
  ['an amount that is too large', { ...jar, price: { amount: 1_000_000_000_001, currency: 'EUR' } }, '/price/amount'],
  ['NUL in a text', { ...jar, label: 'a\0b' }, '/label'],
  ['half a character', { ...jar, label: '\ud800' }, '/label'],
])('%s is 400 and says where', async (_, body, path) => {
  const answer = await post(body)
  expect([answer.statusCode, slugOf(answer)]).toEqual([400, 'invalid-request'])
  expect(answer.json().errors[0].path).toBe(path)
})

test.each([
  ['malformed JSON', '{"label":', {}, 400, 'invalid-request'],
  ['a body that is deeper than any stack', '['.repeat(30_000) + ']'.repeat(30_000), {}, 400, 'invalid-request'],
  ['a poisoned prototype', '{"__proto__": {}}', {}, 400, 'invalid-request'],
  ['another media type', 'x', { 'content-type': 'text/plain' }, 415, 'unsupported-media-type'],
  ['a body that is too large', `"${'x'.repeat(70_000)}"`, {}, 413, 'body-too-large'],
])('%s is a problem', async (_, body, headers, status, slug) => {
  const answer = await post(body, headers)
  expect([answer.statusCode, slugOf(answer)]).toEqual([status, slug])
})

test('defaults are filled in', async () => {
  expect((await post(jar)).json().body.weeks).toBe(4)
})

test.each([
  '/jars/not-a-uuid',
  `/jars/${'x'.repeat(200)}`,
  '/jars?limit=0',
  '/jars?limit=101',
  '/jars?limit=x',
  '/jars?colour=red',
  `/jars/${STREAM}?a=b`,
])('GET %s is 400', async (url) => {
  const answer = await api.inject(url)
  expect([answer.statusCode, slugOf(answer)]).toEqual([400, 'invalid-request'])
})

test('a limit is read as a number and has a default', async () => {
  expect((await api.inject('/jars?limit=7')).json()).toEqual({ limit: 7 })
  expect((await api.inject('/jars')).json()).toEqual({ limit: 20 })
})

test.each(['/nothing', '/jars/%zz'])('GET %s is a problem too', async (url) => {
  const answer = await api.inject(url)
  expect(answer.headers['content-type']).toMatch('application/problem+json')
  expect(slugOf(answer)).toBe(url === '/nothing' ? 'unknown-route' : 'invalid-request')
})

test.each([undefined, {}, ''])('a route without a body takes none: %o', async (payload) => {
  const headers = payload === undefined ? {} : { 'content-type': 'application/json' }
  const url = `/jars/${STREAM}/opening`
  const answer = await api.inject({ method: 'POST', url, headers, ...(payload !== undefined && { payload }) })
  expect([answer.statusCode, answer.body]).toEqual([204, ''])
  expect((await api.inject({ method: 'POST', url, payload: { a: 1 } })).statusCode).toBe(400)
})

test.each([
  [new QueueFull(), 429, 'queue-full'],
  [new StoreUnavailable(), 503, 'store-unavailable'],
  [new StoreConflict(), 503, 'store-conflict'],
])('%o is told with Retry-After', async (error, status, slug) => {
  runtime.outcome = () => Promise.reject(error)
  const answer = await post(jar)
  expect([answer.statusCode, slugOf(answer), answer.headers['retry-after']]).toEqual([status, slug, '1'])
})

test('an unexpected error tells nothing of the inside', async () => {
  const answer = await api.inject('/broken')
  expect([answer.statusCode, slugOf(answer)]).toEqual([500, 'internal-error'])
  expect(answer.body).not.toContain('secret')
})

test('a route may judge the bytes before anything looks at the body', async () => {
  const send = (payload: string) =>
    api.inject({ method: 'POST', url: '/sealed', payload, headers: { 'content-type': 'application/json' } })
  expect((await send('{malformed')).statusCode).toBe(401)
  expect((await api.inject({ method: 'POST', url: '/sealed' })).statusCode).toBe(401)
  expect((await send('{"seal": 1}')).statusCode).toBe(400)
  expect((await send(`{"seal": "${STREAM}"}`)).statusCode).toBe(200)
})

test('health, metrics and the request id', async () => {
  expect((await api.inject('/health/live')).statusCode).toBe(200)
  expect((await api.inject('/health/ready')).json()).toEqual({ status: 'ready', unavailable: [] })
  expect((await api.inject('/metrics')).body).toBe('bistro_commits_total 1\n')
  expect((await api.inject('/health/live')).headers['x-request-id']).toMatch(/^[0-9a-f-]{14}7/)
  const starting = await createPantryApi(runtime, 'It waits for Kafka.')
  const answer = await starting.inject('/health/ready')
  expect([answer.statusCode, slugOf(answer), answer.json().detail]).toEqual([503, 'not-ready', 'It waits for Kafka.'])
})

test('parked messages are listed by page and settled by an operator', async () => {
  const parked = (id: string) => ({
    id,
    reason: 'gap' as const,
    source: '/services/garden',
    stream: STREAM,
    version: 2,
    error: 'waits',
    since: '2030-01-01T00:00:00.000Z',
    record: { topic: 't', partition: 0, offset: '0', headers: {}, value: Buffer.alloc(0) },
  })
  const second = STREAM.replace(/1$/, '2')
  const limits: number[] = []
  runtime = new ScriptedRuntime({
    parked: async ({ limit }) => {
      limits.push(limit)
      return [parked(second), parked(STREAM)].slice(0, limit)
    },
  })
  api = await createPantryApi(runtime)
  const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` }
  const { record, stream: streamId, ...rest } = parked(second)
  const seen = { type: 'BeanPicked', data: { beans: 3 }, raw: record.value.toString('base64') }
  const item = { ...rest, ...seen }
  expect((await api.inject({ url: '/parked?limit=1', headers })).json()).toEqual({
    items: [{ ...item, streamId }],
    next: second,
  })
  expect((await api.inject({ url: '/parked', headers })).json()).not.toHaveProperty('next')
  expect(limits).toEqual([2, 21])
  const retry = { method: 'POST', url: `/parked/${STREAM}/retry`, headers } as const
  const skip = { method: 'POST', url: `/parked/${STREAM}/skip`, payload: { why: 'nobody needs it' }, headers } as const
  for (const settled of [retry, skip]) {
    const answer = await api.inject(settled)
    expect([answer.statusCode, answer.json()]).toEqual([202, { behind: 2 }])
  }
  for (const payload of [{}, { why: '' }, undefined])
    expect(slugOf(await api.inject({ ...skip, payload }))).toBe('invalid-request')
  runtime.settled = { kind: 'stays', error: 'it says nothing' }
  const failing = await api.inject(retry)
  expect([failing.statusCode, slugOf(failing), failing.json().detail]).toEqual([
    409,
    'still-failing',
    'it says nothing',
  ])
  expect(slugOf(await api.inject(skip))).toBe('not-its-turn')
  runtime.settled = { kind: 'unknown' }
  expect(slugOf(await api.inject(retry))).toBe('unknown-parked')
})

test('of many faults twenty are told, and how many more there are', async () => {
  const unknown = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`x${index}`, 1]))
  const { errors, more } = (await post({ ...jar, ...unknown })).json()
  expect([errors.length, more]).toEqual([20, 180])
  expect((await post({ ...jar, colour: 1 })).json()).not.toHaveProperty('more')
})

test('of a large body or query the first fault is told, soon and shortly', async () => {
  const unknown = Object.fromEntries(Array.from({ length: 6_000 }, (_, index) => [`${index}`, 1]))
  const body = JSON.stringify({ ...unknown, [`x${'y'.repeat(1_000)}`]: 1 })
  await post(body)
  const since = process.cpuUsage()
  for (let times = 0; times < 10; times++) {
    const answer = await post(body)
    expect([answer.statusCode, answer.json().errors.length]).toEqual([400, 1])
    expect(answer.json().detail).toContain('more than 4096 bytes')
  }
  expect(process.cpuUsage(since).user).toBeLessThan(300_000)
  const query = await api.inject(`/jars?${Array.from({ length: 2_000 }, (_, index) => `x${index}=`).join('&')}`)
  expect([query.statusCode, query.json().errors.length]).toEqual([400, 1])
  const name = await post({ ...jar, [`x${'y'.repeat(3_000)}`]: 1 })
  expect(name.body.length).toBeLessThan(600)
})

test('a large body that fits is taken', async () => {
  const answer = await post(`${JSON.stringify(jar)}${' '.repeat(10_000)}`)
  expect([answer.statusCode, answer.json().body.weeks]).toEqual([202, 4])
})

test.each([
  ['a right-to-left override', 'a\u202eb'],
  ['an isolate', 'a\u2066b'],
  ['a zero-width space', 'a\u200bb'],
  ['a joiner', 'a\u200db'],
  ['a byte order mark inside', 'a\ufeffb'],
  ['a soft hyphen', 'a\u00adb'],
  ['a line separator', 'a\u2028b'],
  ['a filler', 'a\u3164b'],
  ['nothing but blanks', ' \u00a0\u2003 '],
])('%s as a text is 400 and says where', async (_, label) => {
  const answer = await post({ ...jar, label })
  expect([answer.statusCode, answer.json().errors[0].path]).toEqual([400, '/label'])
})

test('so it is in a text of which the schema says nothing', async () => {
  const answer = await api.inject({ method: 'POST', url: '/notes', payload: { note: ['fine', 'a\u202eb'] } })
  expect([answer.statusCode, answer.json().errors[0].path]).toEqual([400, '/note/1'])
})

test('bytes that are no UTF-8 are 400, and no replacement character is made of them', async () => {
  const payload = Buffer.concat([Buffer.from('{"label":"pl'), Buffer.from([0xff]), Buffer.from('ms"}')])
  const answer = await api.inject({
    method: 'POST',
    url: '/notes',
    payload,
    headers: { 'content-type': 'application/json' },
  })
  expect([answer.statusCode, slugOf(answer), answer.json().errors[0].message]).toEqual([
    400,
    'invalid-request',
    'must be UTF-8',
  ])
})

test('a topic is read once more on request, and only one that the service reads', async () => {
  const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` }
  const reread = (topic: string) => api.inject({ method: 'POST', url: '/reread', payload: { topic }, headers })
  expect((await reread('test.garden.v1')).statusCode).toBe(202)
  const refused = await reread('test.street.v1')
  expect([refused.statusCode, slugOf(refused)]).toEqual([404, 'unknown-topic'])
  expect(refused.json().detail).toContain('test.garden.v1')
})
