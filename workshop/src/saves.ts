import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const PAUSE_MS = 500
/** What runs on a stack, or what a verification looks at. */
const WATCHED = ['services', 'libs', 'apps/gateway', 'externals', 'stack', 'saga', 'oracle']
const NOT_SOURCES = /^(node_modules|\.)/

/** When each source of a copy was saved last. */
function savedIn(root: string): string {
  const files = globSync(
    WATCHED.map((folder) => `${folder}/**/*`),
    { cwd: root, withFileTypes: true, exclude: (entry) => NOT_SOURCES.test(entry.name) },
  ).filter((entry) => entry.isFile())
  return files
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => `${file} ${statSync(file, { throwIfNoEntry: false })?.mtimeMs}`)
    .sort()
    .join('\n')
}

/** Does `work` now and after each save, one at a time: what is saved meanwhile is worked on once, afterwards. Ends when aborted. */
export async function afterEachSave(root: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    const before = savedIn(root)
    await work()
    while (!signal.aborted && savedIn(root) === before)
      await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined)
  }
}
