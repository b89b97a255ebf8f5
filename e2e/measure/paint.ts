import type { Page } from 'playwright-core'
import { openBrowser } from '../support/browser.ts'
import { gatewayUrl } from '../support/door.ts'
import { percentileOf, summary, verdict } from './figures.ts'
import { onOwnStack } from './on-own-stack.ts'

// From the request for a page to its first contentful paint, with an empty cache each time.
const PAGES = ['/', '/sagas', '/attention', '/partitions']
const TIMES = 10
const MAX_P95_MS = 1_000

async function firstPaint(page: Page, url: string): Promise<number> {
  await page.goto(url)
  const paint = await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime)
  return Number(await paint.jsonValue())
}

await onOwnStack(async ({ manifest }) => {
  for (const path of PAGES) {
    const took: number[] = []
    // The first browser of a machine reads its own files from the disk.
    for (let time = 0; time <= TIMES; time += 1) {
      const browser = await openBrowser()
      const ms = await firstPaint(await browser.context.newPage(), `${gatewayUrl(manifest)}${path}`)
      if (time > 0) took.push(ms)
      await browser.close()
    }
    console.log(`${path}: ${summary(took)}`)
    verdict(`first paint of ${path}, p95`, percentileOf(took, 95), MAX_P95_MS, 'ms')
  }
})
