import { statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { filesIn } from './files.ts'

const PAUSE_MS = 500
/** What runs on a stack, or what a verification looks at. */
const WATCHED = ['services', 'libs', 'apps/gateway', 'externals', 'stack', 'saga', 'oracle'].map(
  (folder) => `${folder}/**/*`,
)
const NOT_SOURCES = /^(node_modules|\.)/

/** When each source of a copy was saved last. */
const savedIn = (root: string): string =>
  filesIn(root, NOT_SOURCES, WATCHED)
    .map((path) => `${path} ${statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs}`)
    .sort()
    .join('\n')

/** Does `work` now and after each save, one at a time: what is saved meanwhile is worked on once, afterwards. Ends when aborted. */
export async function afterEachSave(root: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    const before = savedIn(root)
    await work()
    while (!signal.aborted && savedIn(root) === before)
      await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined)
  }
}
