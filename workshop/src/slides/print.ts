import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { openBrowser } from './browser.ts'

/** Prints pages as PDF, one slide on each sheet, with a browser of this machine. */
export async function print(pages: ReadonlyMap<string, string>, executablePath: string): Promise<void> {
  const profile = await mkdtemp(join(tmpdir(), 'bistro-slides-'))
  const context = await openBrowser(executablePath, profile)
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
