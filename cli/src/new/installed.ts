import { createHash } from 'node:crypto'
import { cpSync, existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StackError } from '@bistro/client/errors'
import { ROOT } from '@bistro/stack/paths'
import type { Changes } from './changes.ts'

const LOCKFILE = 'pnpm-lock.yaml'
/** What cli/bin/bistro.mjs compares with the lockfile. */
const STAMP = join(ROOT, 'node_modules', '.bistro-installed')
/** What a service of the templates depends on. */
const DEPENDENCIES = '@bistro/events,@bistro/kit,typebox'

/** The workspace's own, in the order of their paths. */
const PACKAGES = '\nimporters:\n'
const PACKAGE = /^ {2}([a-z/]+):\n((?: {4}.*\n)+)/gm
const DEPENDENCY = /^ {6}'?([^':]+)'?:$/gm

/**
 * Enters a new service into the lockfile with the lines of one that has the same dependencies, so that nothing is downloaded.
 * @returns what links its packages, once everything is written
 */
export function enterInLockfile(changes: Changes, name: string): () => void {
  const before = readFileSync(join(ROOT, LOCKFILE), 'utf8')
  const path = `services/${name}`
  const packages = [...before.slice(before.indexOf(PACKAGES)).matchAll(PACKAGE)].map(([, known = '', lines = '']) => ({
    path: known,
    lines,
  }))
  const like = packages.find(
    ({ path, lines }) => path.startsWith('services/') && dependenciesIn(lines) === DEPENDENCIES,
  )
  const next = packages.find((known) => known.path > path)
  if (!like || !next)
    throw new StackError(`${LOCKFILE} has no service with the dependencies ${DEPENDENCIES}.`, `git diff ${LOCKFILE}`)
  changes.insertBefore(LOCKFILE, new RegExp(`^ {2}${next.path}:\n`, 'm'), `  ${path}:\n${like.lines}\n`)
  return () => {
    linkAs(like.path, path)
    if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hashOf(before))
      writeFileSync(STAMP, hashOf(readFileSync(join(ROOT, LOCKFILE), 'utf8')))
  }
}

const dependenciesIn = (lines: string): string => [...lines.matchAll(DEPENDENCY)].map(([, name]) => name).join()

/** The links of a package's folder point into the workspace in the same way from the folder beside it. */
function linkAs(like: string, path: string): void {
  const [from, to] = [like, path].map((folder) => join(ROOT, folder, 'node_modules')) as [string, string]
  const isFolder = (file: string): boolean => file === from || file.startsWith(join(from, '@'))
  cpSync(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => isFolder(file) || lstatSync(file).isSymbolicLink(),
  })
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')
