import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest'
import { OPERATOR_TOKEN } from '../fake-gateway/routes.ts'
import { type FakeGateway, startFakeGateway } from '../fake-gateway/server.ts'
import { type Browser, openBrowser } from './chromium.ts'

/** A busy machine is slow. */
const TIMEOUT_MS = 15_000

interface Look {
  readonly width?: number
  readonly height?: number
  readonly colorScheme?: 'light' | 'dark'
  readonly reducedMotion?: 'reduce' | 'no-preference'
  readonly asGuest?: boolean
}

/** The built console before a fake gateway, new for each test. A page that reports an error fails its test. */
export class Console {
  fake!: FakeGateway
  readonly #sagas: number
  #browser!: Browser
  #problems: string[] = []

  constructor(sagas: number) {
    this.#sagas = sagas
  }

  async open(path: string, look: Look = {}): Promise<Page> {
    const { width = 1400, height = 900, colorScheme = 'light', reducedMotion = 'no-preference', asGuest } = look
    const page = await this.#browser.context.newPage()
    page.setDefaultTimeout(TIMEOUT_MS)
    page.on('pageerror', (error) => this.#problems.push(error.message))
    page.on('console', (message) => {
      const text = message.text()
      // A refused request is the page's to tell, and the browser's to log.
      if (message.type() === 'error' && !text.startsWith('Failed to load resource')) this.#problems.push(text)
    })
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme, reducedMotion })
    await page.goto(this.fake.url + path + (asGuest ? '' : `#operator=${OPERATOR_TOKEN}`))
    return page
  }

  async start(): Promise<void> {
    this.#browser = await openBrowser()
  }

  async startGateway(): Promise<void> {
    this.#problems = []
    this.fake = await startFakeGateway({ folder: inject('consoleFolder'), sagas: this.#sagas })
  }

  async stopGateway(): Promise<void> {
    for (const page of this.#browser.context.pages()) await page.close()
    await this.fake.stop()
    expect(this.#problems, 'what pages reported').toEqual([])
  }

  stop = (): Promise<void> => this.#browser.close()
}

/** For a file of tests: one browser. */
export function useConsole(sagas = 60): Console {
  const tested = new Console(sagas)
  beforeAll(() => tested.start())
  beforeEach(() => tested.startGateway())
  afterEach(() => tested.stopGateway())
  afterAll(() => tested.stop())
  return tested
}
