import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'

const { BISTRO_CHROMIUM: executablePath = '/usr/bin/chromium' } = process.env
const ARGUMENTS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync']

export interface Browser {
  readonly context: BrowserContext
  close(): Promise<void>
}

/** The machine's own Chromium, with a profile of its own. */
export async function openBrowser(): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'bistro-browser-'))
  const context = await chromium.launchPersistentContext(profile, { executablePath, args: ARGUMENTS })
  return {
    context,
    close: async () => {
      await context.close()
      await rm(profile, { recursive: true, force: true })
    },
  }
}
