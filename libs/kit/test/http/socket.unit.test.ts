import type { AddressInfo } from 'node:net'
import { beforeAll, describe, expect, test } from 'vitest'
import { createPantryApi } from './pantry-api.ts'
import { sendRaw } from './raw.ts'
import { ScriptedRuntime, STREAM } from './scripted-runtime.ts'

let port: number

beforeAll(async () => {
  const api = await createPantryApi(new ScriptedRuntime())
  await api.listen({ host: '127.0.0.1', port: 0 })
  port = (api.server.address() as AddressInfo).port
  return () => api.close()
})

const HOST = 'Host: localhost\r\n'
const JSON_TYPE = 'Content-Type: application/json\r\n'
const close = 'Connection: close\r\n\r\n'

describe('what Fastify never sees is a problem as all others', () => {
  test.each([
    ['no HTTP', 'hello?\r\n\r\n', 400, 'invalid-request'],
    ['an unknown method', `BREW / HTTP/1.1\r\n${HOST}\r\n`, 400, 'invalid-request'],
    ['a proxy asked for', `CONNECT a:1 HTTP/1.1\r\n${HOST}\r\n`, 400, 'invalid-request'],
    [
      'two lengths',
      `POST /jars HTTP/1.1\r\n${HOST}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`,
      400,
      'invalid-request',
    ],
    [
      'a broken chunk',
      `POST /jars HTTP/1.1\r\n${HOST}${JSON_TYPE}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
      400,
      'invalid-request',
    ],
    ['an address too long', `GET /${'x'.repeat(40_000)} HTTP/1.1\r\n${HOST}\r\n`, 414, 'uri-too-long'],
    ['headers too long', `GET / HTTP/1.1\r\n${HOST}X-A: ${'x'.repeat(40_000)}\r\n\r\n`, 431, 'headers-too-large'],
    ['an expectation', `GET /jars HTTP/1.1\r\n${HOST}Expect: wonders\r\n${close}`, 417, 'expectation-failed'],
    [
      'a body too large',
      `POST /jars HTTP/1.1\r\n${HOST}${JSON_TYPE}Content-Length: 70000\r\n${close}`,
      413,
      'body-too-large',
    ],
    ['nothing under /docs', `GET /docs/nothing HTTP/1.1\r\n${HOST}${close}`, 404, 'unknown-route'],
    ['half an escape', `GET /jars/%zz HTTP/1.1\r\n${HOST}${close}`, 400, 'invalid-request'],
  ])('%s', async (_, bytes, status, slug) => {
    const answer = await sendRaw(port, bytes)
    expect(answer.status).toBe(status)
    expect(JSON.parse(answer.body)).toMatchObject({ status, type: expect.stringMatching(new RegExp(`/${slug}$`)) })
    expect(answer.head.toLowerCase()).toContain('content-type: application/problem+json')
    expect(answer.head.toLowerCase()).toContain('x-content-type-options: nosniff')
  })
})

test.each(['/docs', '/docs/', '/docs/js/scalar.js', '/openapi.json', '/health/live', `/jars/${STREAM}`])(
  '%s honours Connection: close',
  async (path) => {
    const { head } = await sendRaw(port, `GET ${path} HTTP/1.1\r\n${HOST}${close}`)
    expect(head.toLowerCase()).toContain('connection: close')
  },
)
