import { join } from 'node:path'
import type { StackContext } from '../context.ts'
import { cacheDir, ROOT } from '../paths.ts'
import { run } from '../process/run.ts'
import { hasGateway } from '../settings.ts'
import { keptBuild } from './kept-build.ts'

const CONSOLE = join(ROOT, 'apps', 'console')
const VITE = join(CONSOLE, 'node_modules', 'vite', 'bin', 'vite.js')
/** What the built files follow from: the console's own, and the versions of what it is made with. */
const SOURCES = [
  ...['index.html', 'package.json', 'tsconfig.json', 'vite.config.ts', 'public', 'src'].map((name) =>
    join(CONSOLE, name),
  ),
  join(ROOT, 'pnpm-lock.yaml'),
]

/**
 * The folder with the built console, which is built if its sources have changed since. Undefined if it is left out, or,
 * with a note, if it cannot be built.
 */
export async function consoleDirectory(context: StackContext): Promise<string | undefined> {
  if (!hasGateway(context.settings)) return undefined
  const { directory, problem } = await keptBuild(join(cacheDir(), 'console'), SOURCES, (into) =>
    context.progress.during('console', 'built, once', () => build(context, into)),
  )
  context.signal.throwIfAborted()
  if (problem) context.progress.note(`The console could not be built; everything else works without it. ${problem}`)
  return directory
}

async function build(context: StackContext, directory: string): Promise<void> {
  context.progress.step('console', 'built with Vite, once')
  const args = ['build', CONSOLE, '--outDir', directory, '--emptyOutDir', '--logLevel', 'warn']
  await run(process.execPath, [VITE, ...args], { cwd: CONSOLE, signal: context.signal, next: 'npm run check' })
}
