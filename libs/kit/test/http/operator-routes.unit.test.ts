import { expect, test } from 'vitest'
import type { History, Reader } from '../../src/runtime/index.ts'
import { createPantryApi, OPERATOR_TOKEN, slugOf } from './pantry-api.ts'
import { ScriptedRuntime, STREAM } from './scripted-runtime.ts'

const authorization = `Bearer ${OPERATOR_TOKEN}`

async function asked(url: string, runtime = new ScriptedRuntime()) {
  const api = await createPantryApi(runtime)
  return api.inject({ url, headers: { authorization } })
}

const event = {
  id: STREAM,
  aggregate: 'jar',
  stream: STREAM,
  version: 1,
  type: 'JarFilled',
  data: { label: 'plums' },
  time: '2030-01-01T00:00:00.000Z',
  correlationId: undefined,
  causationId: 'c1',
  traceparent: '',
  published: true,
  schemaVersion: 2,
}
const history: History = { aggregate: 'jar', version: 1, state: { jars: 1 }, substates: {}, events: [event] }

test('a stream is shown with its state, its events and its token', async () => {
  const runtime = new ScriptedRuntime()
  const until: unknown[] = []
  runtime.history = (...asked) => {
    until.push(asked)
    return history
  }
  const answer = await asked(`/streams/${STREAM}?version=1`, runtime)
  expect(answer.headers['consistency-token']).toBe(`pantry:${STREAM}@1`)
  const { version, type, id, time, causationId, schemaVersion, data } = event
  expect(answer.json()).toEqual({
    streamId: STREAM,
    aggregate: 'jar',
    version: 1,
    state: { jars: 1 },
    events: [{ version, type, id, time, causationId, schemaVersion, data }],
  })
  runtime.history = () => ({ ...history, substates: { plums: 1 } })
  expect((await asked(`/streams/${STREAM}`, runtime)).json().substates).toEqual({ plums: 1 })
  expect(until).toEqual([[STREAM, { version: 1 }]])
})

test.each([
  [`/streams/${STREAM}`, 404, 'unknown-stream'],
  [`/streams/${STREAM}?at=2000-01-01T00:00:00Z`, 404, 'unknown-stream'],
  ['/streams/no-uuid', 400, 'invalid-request'],
  [`/streams/${STREAM}?version=0`, 400, 'invalid-request'],
  [`/streams/${STREAM}?version=1.5`, 400, 'invalid-request'],
  [`/streams/${STREAM}?version=x`, 400, 'invalid-request'],
  [`/streams/${STREAM}?version=99999999999`, 400, 'invalid-request'],
  [`/streams/${STREAM}?at=yesterday`, 400, 'invalid-request'],
  [`/streams/${STREAM}?at=2030-01-01T00:00:00%2B01:00`, 400, 'invalid-request'],
  [`/streams/${STREAM}?version=1&at=2030-01-01T00:00:00Z`, 400, 'invalid-request'],
  ['/gates?stream=no-uuid', 400, 'invalid-request'],
  ['/gates?source=', 400, 'invalid-request'],
  [`/gates?after=${STREAM}`, 400, 'invalid-request'],
  ['/commands?stream=no-uuid', 400, 'invalid-request'],
  [`/commands?after=${STREAM}`, 400, 'invalid-request'],
])('GET %s is %i %s', async (url, status, slug) => {
  const answer = await asked(url)
  expect([answer.statusCode, slugOf(answer)]).toEqual([status, slug])
})

test('a version that a stream has not reached is unknown, and the last one is named', async () => {
  const runtime = new ScriptedRuntime()
  runtime.history = () => history
  const answer = await asked(`/streams/${STREAM}?version=2`, runtime)
  expect([answer.statusCode, slugOf(answer)]).toEqual([404, 'unknown-version'])
  expect(answer.json().detail).toBe(`The last version of the stream ${STREAM} is 1.`)
})

test('gates are listed by page, by stream and by source', async () => {
  const calls: Parameters<Reader['gates']>[] = []
  const gate = { source: '/services/garden', version: 3, eventId: STREAM, waiting: 0 }
  const runtime = new ScriptedRuntime({
    gates: async (...call) => {
      calls.push(call)
      return Array.from({ length: 2 }, () => ({ ...gate, stream: STREAM }))
    },
  })
  const next = `${STREAM}|/services/garden`
  const answer = await asked(`/gates?limit=1&stream=${STREAM}&source=/services/garden`, runtime)
  expect(answer.json()).toEqual({ items: [{ ...gate, streamId: STREAM }], next })
  await asked(`/gates?after=${encodeURIComponent(next)}`, runtime)
  expect(calls).toEqual([
    [{ limit: 2 }, { source: '/services/garden', stream: STREAM }],
    [{ limit: 21, after: next }, {}],
  ])
})

test('the audit trail is listed by page and by stream', async () => {
  const calls: Parameters<Reader['commands']>[] = []
  const command = {
    at: '2030-01-01T00:00:00.000Z',
    by: 'garden',
    kind: 'message',
    type: 'FillJar',
    outcome: 'ignored',
    reason: 'full-already',
    events: [],
    causedBy: STREAM,
    request: { label: 'plums' },
  } as const
  const runtime = new ScriptedRuntime({
    commands: async (...call) => {
      calls.push(call)
      return ['12', '7'].map((id) => ({ ...command, id, stream: STREAM }))
    },
  })
  const answer = await asked(`/commands?limit=1&stream=${STREAM}`, runtime)
  expect(answer.json()).toEqual({ items: [{ ...command, id: '12', streamId: STREAM }], next: '12' })
  await asked('/commands?after=12', runtime)
  expect(calls).toEqual([
    [{ limit: 2 }, STREAM],
    [{ limit: 21, after: '12' }, undefined],
  ])
})
