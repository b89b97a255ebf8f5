import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
/** Where the installer for macOS puts it. */
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/** The machine's own Chromium or Chrome: BISTRO_CHROMIUM, or the first of the usual names. */
export async function findChromium({ BISTRO_CHROMIUM, PATH = '' } = process.env): Promise<string | undefined> {
  if (BISTRO_CHROMIUM) return BISTRO_CHROMIUM
  const folders = PATH.split(delimiter).filter(Boolean)
  for (const file of [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), MAC])
    if (await isProgram(file)) return file
  return undefined
}

const isProgram = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  )
