import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { type Browser, openBrowser } from '../../support/browser.ts'

const SCHEMES = ['light', 'dark'] as const
/** Colours change slowly, and what stands beside the page's own data comes a little later. */
const SETTLED_MS = 1500
const WIDTH = 1366

export interface Shot {
  /** Of the file, before the scheme. */
  readonly name: string
  readonly path: string
  /** What is in sight when the page is ready. */
  readonly shows: string | RegExp
  readonly height?: number
  /** How many pixels above are left out. */
  readonly from?: number
  /** Resolves when the moment is there. */
  readonly moment?: (page: Page) => Promise<unknown>
}

/** Takes pictures of the console at an address, each in light and in dark. */
export class Camera {
  readonly #browser: Browser
  readonly #address: (path: string) => string
  readonly #folder: string

  private constructor(browser: Browser, address: (path: string) => string, folder: string) {
    this.#browser = browser
    this.#address = address
    this.#folder = folder
  }

  static async open(address: (path: string) => string, folder: string): Promise<Camera> {
    return new Camera(await openBrowser(), address, folder)
  }

  async take({ name, path, shows, height = 768, from = 0, moment }: Shot): Promise<void> {
    const page = await this.#browser.context.newPage()
    await page.setViewportSize({ width: WIDTH, height })
    await page.goto(this.#address(path))
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme })
      await page.getByText(shows).filter({ visible: true }).first().waitFor()
      await page.evaluate(`scrollTo(0, ${from})`)
      await delay(SETTLED_MS)
      await moment?.(page)
      const file = join(this.#folder, `${name}-${colorScheme}.png`)
      await page.screenshot({ path: file })
      console.log(file)
    }
    await page.close()
  }

  close = (): Promise<void> => this.#browser.close()
}
