import { type BrowserContext, chromium } from 'playwright-core'

const ARGUMENTS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync']

interface Screen {
  readonly viewport?: { readonly width: number; readonly height: number }
}

/** A browser of this machine, without a window. @param profile a folder of its own */
export const openBrowser = (executablePath: string, profile: string, screen: Screen = {}): Promise<BrowserContext> =>
  chromium.launchPersistentContext(profile, { executablePath, args: ARGUMENTS, ...screen })
