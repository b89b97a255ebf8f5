import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** What opens an address in the user's browser, by system. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [program: string, ...args: string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', '""'],
}
const ELSEWHERE = ['xdg-open'] as const
/** An opener that finds no browser ends soon; one that has opened it may stay as long as the browser does. */
const ENDS_WITHIN_MS = 3_000

/** Opens an address in the browser. @returns why not, if it cannot */
export async function openBrowser(
  url: string,
  opener = OPENERS[process.platform] ?? ELSEWHERE,
): Promise<string | undefined> {
  const [program, ...args] = opener
  const child = spawn(program, [...args, url], { detached: true, stdio: 'ignore' })
  child.unref()
  try {
    const [status] = await once(child, 'exit', { signal: AbortSignal.timeout(ENDS_WITHIN_MS) })
    return status === 0 ? undefined : `${program} found no browser (it ended with status ${status})`
  } catch (error) {
    if ((error as Error).name === 'AbortError') return undefined
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? `${program} is not installed` : (error as Error).message
  }
}
