import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { StackContext } from '../context.ts'
import { cacheDir, ROOT } from '../paths.ts'
import { run } from '../process/run.ts'
import { hasGateway } from '../settings.ts'

const SOURCES = join(ROOT, 'apps', 'console')
const VITE = join(SOURCES, 'node_modules', 'vite', 'bin', 'vite.js')
/** What the built files follow from: the console's own, and the versions of what it is made with. */
const MADE_FROM = ['index.html', 'package.json', 'tsconfig.json', 'vite.config.ts', 'public', 'src'].map((name) =>
  join(SOURCES, name),
)
const LOCKFILE = join(ROOT, 'pnpm-lock.yaml')
const HASH_CHARACTERS = 16
/** Other clones may serve older ones. */
const KEPT_BUILDS = 8

/** Builds made on this machine, by the hash of what they were made from; shared by all clones. */
const buildsDirectory = (): string => join(cacheDir(), 'console')

/**
 * The folder with the built console, which is built if its sources have changed since. Undefined if it is left out, or,
 * with a note, if it cannot be built.
 */
export async function consoleDirectory(context: StackContext): Promise<string | undefined> {
  if (!hasGateway(context.settings)) return undefined
  const builds = buildsDirectory()
  const directory = join(builds, hashOf([...MADE_FROM, LOCKFILE]))
  if (!existsSync(directory)) {
    const problem = await context.progress.during('console', 'built, once', () => build(context, directory))
    context.signal.throwIfAborted()
    if (problem) {
      context.progress.note(`The console could not be built; everything else works without it. ${problem}`)
      return undefined
    }
  }
  const now = new Date()
  utimesSync(directory, now, now)
  forgetOld(builds)
  return directory
}

/** The folder gets its name when it is whole. @returns why it cannot be built */
async function build(context: StackContext, directory: string): Promise<string | undefined> {
  const part = `${directory}.${process.pid}.part`
  mkdirSync(part, { recursive: true })
  try {
    context.progress.step('console', 'built with Vite, once')
    const args = ['build', SOURCES, '--outDir', part, '--emptyOutDir', '--logLevel', 'warn']
    await run(process.execPath, [VITE, ...args], { cwd: SOURCES, signal: context.signal, next: 'npm run check' })
    // Another start may have been faster.
    if (!existsSync(directory)) renameSync(part, directory)
    return undefined
  } catch (error) {
    return (error as Error).message.trim()
  } finally {
    rmSync(part, { recursive: true, force: true })
  }
}

function forgetOld(builds: string): void {
  const kept = readdirSync(builds).filter((name) => !name.endsWith('.part'))
  const oldest = kept
    .map((name) => ({ path: join(builds, name), usedMs: statSync(join(builds, name)).mtimeMs }))
    .sort((one, other) => other.usedMs - one.usedMs)
    .slice(KEPT_BUILDS)
  for (const { path } of oldest) rmSync(path, { recursive: true, force: true })
}

/** Of files and folders: their names and contents. */
function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256')
  for (const path of paths.flatMap(filesIn).sort()) {
    hash.update(`${relative(ROOT, path)}\0`)
    hash.update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex').slice(0, HASH_CHARACTERS)
}

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path).flatMap((name) => filesIn(join(path, name)))
}
