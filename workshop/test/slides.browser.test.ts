import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { agendas } from '../src/slides/agenda.ts'
import { openBrowser } from '../src/slides/browser.ts'
import { writeSlides } from '../src/slides/write.ts'

const { BISTRO_CHROMIUM: executablePath = '/usr/bin/chromium' } = process.env
const PROJECTOR = { width: 1024, height: 768 }
const SMALLEST_TEXT_PX = 14
const FAULTS = join(import.meta.dirname, 'slide-faults.js')

let folder: string
let context: BrowserContext
let page: Page

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bistro-decks-'))
  await writeSlides({ into: folder, chromium: executablePath })
  context = await openBrowser(executablePath, join(folder, 'profile'), { viewport: PROJECTOR })
  page = await context.newPage()
})
afterAll(async () => {
  await context?.close()
  await rm(folder, { recursive: true, force: true })
})

describe.each(agendas())('The deck $name', ({ name }) => {
  test('fits its slides and can be read at 1024 × 768', async () => {
    await page.goto(pathToFileURL(join(folder, `${name}.html`)).href)
    await page.addScriptTag({ path: FAULTS })
    expect(await page.evaluate(`faultsOfSlides(${SMALLEST_TEXT_PX})`)).toEqual([])
  })

  test('turns its pages by key', async () => {
    await page.goto(pathToFileURL(join(folder, `${name}.html`)).href)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('PageDown')
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => page.evaluate('Math.round(scrollY / innerHeight)')).toBe(1)
  })

  test('is a PDF with a sheet for each slide', async () => {
    const slides = await page.locator('section').count()
    const pdf = await readFile(join(folder, `${name}.pdf`), 'latin1')
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(slides)
  })
})
