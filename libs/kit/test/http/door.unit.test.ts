import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Api } from '../../src/http/index.ts'
import { createPantryApi, jar, OPERATOR_TOKEN, slugOf } from './pantry-api.ts'
import { sendRaw } from './raw.ts'
import { ScriptedRuntime, STREAM } from './scripted-runtime.ts'

const runtime = new ScriptedRuntime()
let api: Api
beforeAll(async () => {
  api = await createPantryApi(runtime)
  return () => api.close()
})

describe('the host', () => {
  const ask = (host: string, url = '/jars') => api.inject({ url, headers: { host } })

  test.each([
    ...[
      'localhost',
      'LOCALHOST:4001',
      '127.0.0.1',
      '127.0.0.1:65535',
      '[::1]:80',
      'pantry',
      'pantry:4001',
      'Pantry.Example',
    ],
    hostname(),
  ])('%s is its own', async (host) => expect((await ask(host)).statusCode).toBe(200))

  test.each([
    ...['evil.example', 'localhost.evil.example', 'localhost.', '127.0.0.1.nip.io', 'evil.example:80', 'a@localhost'],
    ...['localhost:x', 'local host', '[::1', '::1'],
  ])('%j is not', async (host) => {
    for (const url of ['/jars', '/health/live', '/openapi.json', '/docs/', '/nothing']) {
      const answer = await ask(host, url)
      expect([answer.statusCode, slugOf(answer)]).toEqual([421, 'unknown-host'])
    }
  })

  test.each([
    ['two of them', 'Host: localhost\r\nhost: evil.example\r\n'],
    ['the same twice', 'Host: localhost\r\nHost: localhost\r\n'],
    ['none', ''],
  ])('%s is 400', async (_, hosts) => {
    if (!api.server.listening) await api.listen({ host: '127.0.0.1', port: 0 })
    const { port } = api.server.address() as AddressInfo
    const { status, body } = await sendRaw(port, `GET /jars HTTP/1.1\r\n${hosts}Connection: close\r\n\r\n`)
    expect([status, JSON.parse(body).errors[0].path]).toEqual([400, '/headers/host'])
  })
})

describe('a page of another site', () => {
  const write = (headers: Record<string, string>) =>
    api.inject({ method: 'POST', url: `/jars/${STREAM}/opening`, headers })

  test.each([
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ 'sec-fetch-site': 'whatever' }],
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ origin: 'http://localhost.evil.example' }],
    [{ origin: 'http://localhost@evil.example' }],
    [{ 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }],
  ])('may not write: %o', async (headers) => {
    const before = runtime.submitted.length
    const answer = await write(headers)
    expect([answer.statusCode, slugOf(answer), runtime.submitted.length]).toEqual([403, 'cross-site', before])
  })

  test.each([
    [{}],
    [{ 'sec-fetch-site': 'none' }],
    [{ 'sec-fetch-site': 'same-origin', origin: 'http://127.0.0.1:4001' }],
    [{ origin: 'http://[::1]:4001' }],
    [{ origin: 'https://pantry.example' }],
  ])('is not what this is: %o', async (headers) => expect((await write(headers)).statusCode).toBe(204))

  test('may read, and is kept by the browser from seeing it', async () => {
    const answer = await api.inject({
      url: '/jars',
      headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
  })
})

describe("the operator's routes", () => {
  const token = `Bearer ${OPERATOR_TOKEN}`
  const ask = (url: string, authorization?: string) =>
    api.inject({ url, ...(authorization && { headers: { authorization } }) })

  test.each(['/parked', '/pending', '/gates', '/parked?limit=9999'])('%s want the token', async (url) => {
    for (const sent of [
      undefined,
      '',
      OPERATOR_TOKEN,
      `Basic ${OPERATOR_TOKEN}`,
      `${token}x`,
      token.slice(0, -1),
      'Bearer ',
    ]) {
      const answer = await ask(url, sent)
      expect([answer.statusCode, slugOf(answer), answer.headers['www-authenticate']]).toEqual([
        401,
        'unauthenticated',
        'Bearer realm="bistro"',
      ])
    }
    expect((await ask(url, token)).statusCode).toBe(url.includes('9999') ? 400 : 200)
    expect((await ask(url, token.replace('Bearer', 'bearer'))).statusCode).not.toBe(401)
  })

  test.each(['/health/live', '/health/ready', '/metrics', '/docs', '/openapi.json', '/jars'])(
    '%s is open',
    async (url) => expect((await ask(url)).statusCode).toBeLessThan(400),
  )

  test('writing there without the token does nothing, whatever is sent', async () => {
    const settle = { method: 'POST', url: `/parked/${STREAM}/skip`, payload: jar } as const
    expect((await api.inject(settle)).statusCode).toBe(401)
    expect(
      (await api.inject({ ...settle, payload: { why: 'a test' }, headers: { authorization: token } })).statusCode,
    ).toBe(202)
  })

  test('are said to want it in the description, and others are not', async () => {
    const { paths, components } = (await api.inject('/openapi.json')).json()
    expect(components.securitySchemes.operator).toMatchObject({ type: 'http', scheme: 'bearer' })
    expect(paths['/parked'].get.security).toEqual([{ operator: [] }])
    expect(paths['/parked'].get.responses).toHaveProperty('401')
    expect(paths['/metrics'].get).not.toHaveProperty('security')
    expect(paths['/jars'].get).not.toHaveProperty('security')
  })
})
