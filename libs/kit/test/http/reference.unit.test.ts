import { expect, test } from 'vitest'
import { createPantryApi } from './pantry-api.ts'
import { ScriptedRuntime } from './scripted-runtime.ts'

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
