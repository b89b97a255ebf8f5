import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const ARGUMENTS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync']

/** Prints pages as PDF, one slide on each sheet, with a browser of this machine. */
export async function print(pages: ReadonlyMap<string, string>, executablePath: string): Promise<void> {
  const profile = await mkdtemp(join(tmpdir(), 'bistro-slides-'))
  const context = await chromium.launchPersistentContext(profile, { executablePath, args: ARGUMENTS })
  try {
    const page = await context.newPage()
    for (const [html, pdf] of pages) {
      await page.goto(pathToFileURL(html).href)
      await page.pdf({ path: pdf, preferCSSPageSize: true, printBackground: true })
    }
  } finally {
    await context.close()
    await rm(profile, { recursive: true, force: true })
  }
}
