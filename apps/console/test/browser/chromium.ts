import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'

/** `npm test` sets it to the browser that it finds. */
const { BISTRO_CHROMIUM: executablePath = '/usr/bin/chromium' } = process.env

/** No GPU and nothing that asks the internet. */
const ARGUMENTS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

export interface Browser {
  readonly context: BrowserContext
  close(): Promise<void>
}

/** The machine's own Chromium, with a profile of its own. */
export async function openBrowser(): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'bistro-chromium-'))
  const context = await chromium.launchPersistentContext(profile, { executablePath, args: ARGUMENTS })
  return {
    context,
    close: async () => {
      await context.close()
      await rm(profile, { recursive: true, force: true })
    },
  }
}
