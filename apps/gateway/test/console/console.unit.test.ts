import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { POLICY } from '../../src/console/console.ts'
import { PARTS } from '../../src/parts.ts'
import { openTestGateway } from '../gateway.ts'

const root = mkdtempSync(join(tmpdir(), 'console-'))
afterAll(() => rmSync(root, { recursive: true }))
const built = join(root, 'dist')
mkdirSync(join(built, 'assets'), { recursive: true })
writeFileSync(join(built, 'index.html'), '<!doctype html><title>the page</title>')
writeFileSync(join(built, 'icon.svg'), '<svg/>')
writeFileSync(join(built, 'assets', 'main-1a2b.js'), 'export {}')
writeFileSync(join(root, 'secret.txt'), 'secret')

const AS_BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

async function ask(url: string, headers: Record<string, string> = {}) {
  const response = await fetch(url, { headers })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

test.each(['/', '/sagas', '/sagas/01a00000-0000-7000-8000-000000000001', '/attention?tab=parked'])(
  'The address %s is the page, which may load nothing from elsewhere',
  async (path) => {
    await using gateway = await openTestGateway(PARTS, { BISTRO_CONSOLE_DIR: built })
    const { status, headers, text } = await ask(`${gateway.url}${path}`, AS_BROWSER)
    expect([status, text]).toEqual([200, '<!doctype html><title>the page</title>'])
    expect(headers.get('content-security-policy')).toBe(POLICY)
    expect(POLICY).not.toContain('unsafe')
    expect(headers.get('cache-control')).toBe('public, max-age=0')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  },
)

test('Files whose names change with their content are kept for ever, others are asked for', async () => {
  await using gateway = await openTestGateway(PARTS, { BISTRO_CONSOLE_DIR: built })
  const script = await ask(`${gateway.url}/assets/main-1a2b.js`)
  expect([script.status, script.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
  expect(script.headers.get('content-type')).toContain('javascript')
  const icon = await ask(`${gateway.url}/icon.svg`)
  expect([icon.status, icon.headers.get('cache-control')]).toEqual([200, 'public, max-age=0'])
  const again = await ask(`${gateway.url}/icon.svg`, {
    'if-none-match': icon.headers.get('etag') ?? '',
    'cache-control': 'max-age=0',
  })
  expect(again.status).toBe(304)
})

test.each(['/assets', '/assets/', '/assets/none.js', '/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt'])(
  '%s is no file of the console',
  async (path) => {
    await using gateway = await openTestGateway(PARTS, { BISTRO_CONSOLE_DIR: built })
    const { status, text } = await ask(`${gateway.url}${path}`)
    expect([400, 403, 404]).toContain(status)
    expect(JSON.parse(text)).toMatchObject({ status })
    expect(text).not.toContain('main-1a2b')
  },
)

test('An unknown route of the api is a problem, in a browser too', async () => {
  await using gateway = await openTestGateway(PARTS, { BISTRO_CONSOLE_DIR: built })
  for (const path of ['/api', '/api/nothing']) {
    const { status, text } = await ask(`${gateway.url}${path}`, AS_BROWSER)
    expect([status, JSON.parse(text).type.split('/').at(-1)]).toEqual([404, 'unknown-route'])
  }
})

test('Where the console is not built, its page says what to type', async () => {
  await using gateway = await openTestGateway(PARTS)
  const { status, text } = await ask(`${gateway.url}/sagas`, AS_BROWSER)
  expect(status).toBe(200)
  expect(text).toContain('npm run check')
})
