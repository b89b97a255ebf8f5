import Fastify from 'fastify'
import { expect, test } from 'vitest'
import type { Api } from '../../src/http/index.ts'
import { Conversation } from '../../src/testing/openapi/index.ts'
import { before } from './planted.ts'

/** A pantry that answers as it likes. */
async function talkWith(answer: { status?: number; body?: object; type?: string }): Promise<Conversation> {
  const api = Fastify() as unknown as Api
  api.get('/openapi.json', () => before)
  api.all('/*', (_request, reply) =>
    reply
      .code(answer.status ?? 200)
      .type(answer.type ?? 'application/json')
      .send(JSON.stringify(answer.body ?? {})),
  )
  return Conversation.with(api)
}

const jar = { label: 'plum', lid: 'screw' }

test('an answer as it is described is fine, and what was not shown is told', async () => {
  const talk = await talkWith({ body: jar })
  await talk.ask({ method: 'GET', url: '/jars/42' })
  expect(talk.faults).toEqual([])
  expect(talk.unshown()).toEqual(['GET /jars 200', 'GET /jars 400', 'POST /jars 201'])
})

test.each([
  [
    'a field is missing',
    { body: { label: 'plum' } },
    "GET /jars/{id}: 200: the answer must have required property 'lid'.",
  ],
  [
    'a field is of another type',
    { body: { ...jar, weeks: 'ten' } },
    'GET /jars/{id}: 200: the answer /weeks must be integer.',
  ],
  ['the status is not described', { status: 418 }, 'GET /jars/{id}: 418: the document has no such status.'],
  [
    'the media type is not described',
    { type: 'text/plain' },
    'GET /jars/{id}: 200: the response is text/plain, but the document has application/json.',
  ],
])('it is a fault when %s', async (_, answer, fault) => {
  const talk = await talkWith(answer)
  await talk.ask({ method: 'GET', url: '/jars/42' })
  expect(talk.faults).toEqual([fault])
})

test('it is a fault when a request is accepted that the document forbids', async () => {
  const talk = await talkWith({ status: 201, body: { jarId: '42' } })
  await talk.ask({ method: 'POST', url: '/jars', payload: { label: 'plum', lid: 'cork' } })
  expect(talk.faults).toContainEqual(expect.stringMatching(/^POST \/jars: 201: the request \/lid must be equal to one/))
})

test('it is a fault when a route is not described', async () => {
  const talk = await talkWith({})
  await talk.ask({ method: 'GET', url: '/shelves' })
  expect(talk.faults).toEqual(['GET /shelves: the document has no such route.'])
})
