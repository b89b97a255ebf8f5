import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findChromium } from './chromium.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bistro-path-'))
  await writeFile(join(folder, 'chromium'), '')
  await writeFile(join(folder, 'google-chrome'), '')
  await chmod(join(folder, 'google-chrome'), 0o755)
})
afterAll(() => rm(folder, { recursive: true }))

it('finds a program of a usual name in the PATH', async () => {
  expect(await findChromium({ PATH: `/nowhere:${folder}` })).toBe(join(folder, 'google-chrome'))
})

it('takes the one that the environment names', async () => {
  expect(await findChromium({ BISTRO_CHROMIUM: '/opt/chrome', PATH: folder })).toBe('/opt/chrome')
})
