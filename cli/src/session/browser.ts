import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** What opens an address in the user's browser, by system. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [program: string, ...args: string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', '""'],
}
const ELSEWHERE = ['xdg-open'] as const

/** Opens an address in the browser. @returns why not, if it cannot */
export async function openBrowser(
  url: string,
  opener = OPENERS[process.platform] ?? ELSEWHERE,
): Promise<string | undefined> {
  const [program, ...args] = opener
  const child = spawn(program, [...args, url], { detached: true, stdio: 'ignore' })
  child.unref()
  try {
    await once(child, 'spawn')
    return undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? `${program} is not installed` : (error as Error).message
  }
}
