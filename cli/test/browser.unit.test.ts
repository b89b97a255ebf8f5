import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { consoleUrl } from '../src/session/banner.ts'
import { openBrowser } from '../src/session/browser.ts'

const url = consoleUrl({ url: 'http://127.0.0.1:4000' }, { operator: { token: 'the-token' } })

it('the address of the console carries the token where no server sees it', () => {
  expect(url).toBe('http://127.0.0.1:4000/#operator=the-token')
})

it('the browser is given the address', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'browser-'))
  const opened = join(directory, 'opened')
  expect(
    await openBrowser(url, ['sh', '-c', `printf %s "$0" > ${opened}.part && mv ${opened}.part ${opened}`]),
  ).toBeUndefined()
  await expect.poll(() => existsSync(opened) && readFileSync(opened, 'utf8')).toBe(url)
  rmSync(directory, { recursive: true })
})

it('a machine without one is told so', async () => {
  expect(await openBrowser(url, ['no-such-opener'])).toBe('no-such-opener is not installed')
})

it('so is one whose opener finds no browser', async () => {
  expect(await openBrowser(url, ['sh', '-c', 'exit 3'])).toBe('sh found no browser (it ended with status 3)')
})

it('an opener that stays as long as the browser is not waited for', { timeout: 20_000 }, async () => {
  expect(await openBrowser(url, ['sh', '-c', 'sleep 4'])).toBeUndefined()
})
