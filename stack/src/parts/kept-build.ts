import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join, relative } from 'node:path'
import { ROOT } from '../paths.ts'

const HASH_CHARACTERS = 16
/** Other clones may serve older ones. */
const KEPT_BUILDS = 20

/** Writes its result into a folder. */
export type Builder = (directory: string) => Promise<void>

/** The folder of a build, or why it cannot be made. */
interface Build {
  readonly directory?: string
  readonly problem?: string
}

/** The build of these sources among `builds`, which clones share; made if there is none yet. */
export async function keptBuild(builds: string, sources: readonly string[], build: Builder): Promise<Build> {
  const directory = join(builds, hashOf(sources))
  if (!existsSync(directory)) {
    const problem = await make(directory, build)
    if (problem) return { problem }
  }
  const now = new Date()
  utimesSync(directory, now, now)
  forgetOld(builds)
  return { directory }
}

/** The folder gets its name when it is whole. @returns why it cannot be built */
async function make(directory: string, build: Builder): Promise<string | undefined> {
  const part = `${directory}.${process.pid}.part`
  mkdirSync(part, { recursive: true })
  try {
    await build(part)
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
  const oldest = readdirSync(builds)
    .filter((name) => !name.endsWith('.part'))
    .map((name) => ({ path: join(builds, name), usedMs: statSync(join(builds, name)).mtimeMs }))
    .sort((one, other) => other.usedMs - one.usedMs)
    .slice(KEPT_BUILDS)
  for (const { path } of oldest) rmSync(path, { recursive: true, force: true })
}

/** Of files and folders: their names, from the clone, and contents. */
function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256')
  for (const path of paths.flatMap(filesIn).sort())
    hash
      .update(`${relative(ROOT, path)}\0`)
      .update(readFileSync(path))
      .update('\0')
  return hash.digest('hex').slice(0, HASH_CHARACTERS)
}

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path).flatMap((name) => filesIn(join(path, name)))
}
