import { describe, expect, test } from 'vitest'
import { FilledIn } from '../../src/http/filled-in.ts'
import type { Api } from '../../src/http/index.ts'
import { createPantryApi, jar } from './pantry-api.ts'
import { ScriptedRuntime, STREAM } from './scripted-runtime.ts'

test('the OpenAPI description says of every route whom it is for', async () => {
  const api = await createPantryApi(new ScriptedRuntime())
  const { openapi, paths } = (await api.inject('/openapi.json')).json()
  expect(openapi).toBe('3.1.0')
  const operations = Object.values<Record<string, object>>(paths).flatMap((path) => Object.values(path))
  for (const operation of operations) expect(operation).toHaveProperty('x-bistro-role')
  expect(Object.keys(paths)).toEqual(expect.arrayContaining(['/jars/{id}', '/parked', '/health/ready']))
  const limit = paths['/jars'].get.parameters.find(({ name }: { name: string }) => name === 'limit')
  expect(limit.required ?? false).toBe(false)
})

test('the OpenAPI description names the headers that a route looks at, and the problems that any may answer with', async () => {
  const api = await createPantryApi(new ScriptedRuntime())
  const { paths } = (await api.inject('/openapi.json')).json()
  const headersOf = ({ parameters = [] }: { parameters?: { in: string; name: string; required: boolean }[] }) =>
    parameters.filter((one) => one.in === 'header').map(({ name, required }) => [name, required])
  expect(headersOf(paths['/jars'].post)).toEqual([
    ['Idempotency-Key', true],
    ['Consistency-Token', false],
  ])
  expect(headersOf(paths['/jars/{id}'].get)).toEqual([['Consistency-Token', false]])
  expect(headersOf(paths['/parked/{id}/retry'].post)).toEqual([])
  expect(Object.keys(paths['/jars'].post.responses)).toEqual(
    expect.arrayContaining(['400', '409', '413', '415', '422', '429', '500', '503']),
  )
  expect(paths['/jars'].post.responses['409'].description).toContain('request-in-progress')
})

test('the OpenAPI description names every operation once, and the headers of each response', async () => {
  const api = await createPantryApi(new ScriptedRuntime())
  const { paths, components } = (await api.inject('/openapi.json')).json()
  const operations = Object.values<Record<string, { operationId: string }>>(paths).flatMap((path) =>
    Object.values(path),
  )
  const ids = operations.map(({ operationId }) => operationId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toEqual(
    expect.arrayContaining(['postJars', 'getJar', 'postJarOpening', 'listParked', 'postParkedSkip', 'getHealthReady']),
  )
  const headersOf = (operation: { responses: Record<string, { headers: object }> }, status: string) =>
    Object.keys(operation.responses[status]!.headers)
  expect(headersOf(paths['/jars'].post, '409')).toEqual(['x-request-id', 'Consistency-Token', 'Idempotency-Replayed'])
  expect(headersOf(paths['/jars'].post, '429')).toEqual(['x-request-id', 'Retry-After'])
  expect(headersOf(paths['/streams/{id}'].get, '200')).toEqual(['x-request-id', 'Consistency-Token'])
  expect(headersOf(paths['/parked'].get, '200')).toEqual(['x-request-id'])
  expect(headersOf(paths['/parked'].get, '401')).toEqual(['x-request-id', 'WWW-Authenticate'])
  expect(paths['/jars'].post.responses['429'].headers['Retry-After']).toEqual({
    $ref: '#/components/headers/Retry-After',
  })
  expect(paths['/jars/{id}/opening'].post.requestBody.required).toBe(false)
  expect(paths['/jars'].post.requestBody.required).toBe(true)
  expect(components.headers['Retry-After']).toMatchObject({ required: true, schema: { type: 'string' } })
})

test('the reference page needs nothing from the internet', async () => {
  const api = await createPantryApi(new ScriptedRuntime())
  const moved = await api.inject('/docs')
  const page = moved.statusCode === 200 ? moved : await api.inject(String(moved.headers.location))
  const sources = [...page.body.matchAll(/<(?:script|link)[^>]+(?:src|href)="([^"]+)"/g)].map(([, source]) => source)
  expect(sources.length).toBeGreaterThan(0)
  for (const source of sources) {
    const script = await api.inject(new URL(String(source), 'http://here/docs/').pathname)
    expect([script.statusCode, script.body.length > 1_000_000]).toEqual([200, true])
  }
  expect(page.headers['content-security-policy']).toContain("default-src 'self'")
})

test.each(['/openapi.json', '/docs/', '/docs/js/scalar.js'])('%s is not sent to whoever has it', async (path) => {
  const api = await createPantryApi(new ScriptedRuntime())
  const first = await api.inject(path)
  const { etag } = first.headers
  expect(etag).toMatch(/^"[\w-]{40,}"$/)
  for (const header of [String(etag), `W/${etag}`, `"other", ${etag}`, '*']) {
    const again = await api.inject({ url: path, headers: { 'if-none-match': header } })
    expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', etag])
  }
  const other = await api.inject({ url: path, headers: { 'if-none-match': '"other"' } })
  expect([other.statusCode, other.body === first.body]).toEqual([200, true])
})

test.each(['/openapi.json', '/docs/js/scalar.js'])('%s is the same bytes in memory for everybody', async (path) => {
  const sent = new Set<unknown>()
  const api = await createPantryApi(new ScriptedRuntime(), undefined, (api) => {
    api.addHook('onSend', async (_request, _reply, payload) => {
      sent.add(payload)
    })
  })
  for (let times = 0; times < 3; times++) await api.inject(path)
  expect([...sent]).toEqual([expect.any(Buffer)])
})

describe('what the page is made from', () => {
  const described = async (api: Api, host = 'pantry:4009') =>
    (await api.inject({ url: '/docs/openapi.json', headers: { host } })).json()
  const exampleOf = (operation: { parameters?: { name: string; example?: unknown }[] }, name: string) =>
    operation.parameters?.find((one) => one.name === name)?.example

  test('is filled in with what is there, at the address that it came from', async () => {
    const api = await createPantryApi(new ScriptedRuntime({ recent: async () => [STREAM] }))
    const { servers, paths } = await described(api)
    expect(servers).toEqual([{ url: 'http://pantry:4009' }])
    expect(exampleOf(paths['/jars/{id}'].get, 'id')).toBe(STREAM)
    expect(paths['/jars'].post.requestBody.content['application/json'].example).toEqual(jar)
    expect(exampleOf(paths['/jars'].post, 'Idempotency-Key')).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('invents no token, no id and no body', async () => {
    const { paths } = await described(await createPantryApi(new ScriptedRuntime()))
    expect(exampleOf(paths['/jars/{id}'].get, 'id')).toBeUndefined()
    const tokens = Object.values(paths as Record<string, object>).flatMap((path) =>
      Object.values(path).map((operation) => exampleOf(operation, 'Consistency-Token')),
    )
    expect([tokens.length > 5, tokens.filter((token) => token !== undefined)]).toEqual([true, []])
    expect(paths['/jars/{id}/opening'].post.requestBody).toBeUndefined()
  })

  test('goes without what cannot be had now', async () => {
    const away = () => Promise.reject(new Error('the database is away'))
    const { paths } = await described(await createPantryApi(new ScriptedRuntime({ recent: away })))
    expect(exampleOf(paths['/jars/{id}'].get, 'id')).toBeUndefined()
    expect(paths['/jars'].post.requestBody.content['application/json'].example).toEqual(jar)
  })

  test('leaves the contract as it is', async () => {
    const api = await createPantryApi(new ScriptedRuntime({ recent: async () => [STREAM] }))
    const before = (await api.inject('/openapi.json')).body
    await described(api)
    expect((await api.inject('/openapi.json')).body).toBe(before)
    expect(before).not.toContain(STREAM)
    expect(before).not.toContain('"servers"')
  })

  test('is made once for all who ask in the same moment, under whatever address', async () => {
    let asked = 0
    const recent = async () => {
      asked += 1
      return [STREAM]
    }
    const api = await createPantryApi(new ScriptedRuntime({ recent }))
    const ask = (port: number) => described(api, `pantry:${port}`)
    const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => ask(4_000 + index)))
    expect(asked).toBe(1)
    expect(answers.map(({ servers }) => servers[0].url)).toContain('http://pantry:4029')
  })
})

test('a description is kept for two seconds, and the same bytes for everybody meanwhile', async () => {
  let now = 0
  let made = 0
  const filled = new FilledIn(
    async () => ({ made: ++made }),
    () => now,
  )
  const first = await filled.servedFrom('http://a')
  now = 1_999
  expect(await filled.servedFrom('http://a')).toBe(first)
  now = 2_000
  expect((await filled.servedFrom('http://a')).bytes.toString()).toBe('{"servers":[{"url":"http://a"}],"made":2}')
})
