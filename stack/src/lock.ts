import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { StackError } from '@bistro/client/errors'
import { readIfThere } from './files.ts'
import { identify, isAlive, type ProcessIdentity } from './process/identity.ts'

const ATTEMPTS = 5

export interface ChildRecord extends ProcessIdentity {
  readonly name: string
}

/** What the lock file says: who runs the stack of this data directory, where, and what it has started. */
export interface LockRecord extends ProcessIdentity {
  readonly portBase: number
  readonly children: readonly ChildRecord[]
}

/** Another stack runs on this data directory. */
export class AlreadyRunning extends StackError {
  readonly owner: LockRecord

  constructor(owner: LockRecord) {
    super(`A stack is already running on this data directory (pid ${owner.pid}).`, 'npm run stack -- status')
    this.owner = owner
  }
}

export interface StackLock {
  /** What the owner before us left running when it crashed; empty after an orderly stop. */
  readonly orphans: readonly ChildRecord[]
  /** Writes down what runs now, so that the next start can find it should this process be killed. */
  record(children: readonly ChildRecord[]): void
  release(): void
}

/** Who holds the lock; undefined if nobody alive does. */
export function lockOwner(path: string): LockRecord | undefined {
  const record = readLock(path)
  return record && isAlive(record) ? record : undefined
}

/** What a stack that has crashed left running, as far as it still runs. */
export function orphansOfCrash(path: string): readonly ChildRecord[] {
  const record = readLock(path)
  return record && !isAlive(record) ? record.children.filter(isAlive) : []
}

/**
 * Takes the lock of a data directory for this process. A lock whose owner is no more is taken over.
 * Throws AlreadyRunning if its owner is alive.
 */
export function acquireLock(path: string, portBase: number): StackLock {
  const self = identify(process.pid) ?? { pid: process.pid, startedAt: 'unknown' }
  let orphans: readonly ChildRecord[] = []
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    // A crash while orphans are stopped must not lose them: they stay on record until `record` says otherwise.
    if (createLock(path, { ...self, portBase, children: orphans })) return lockOf(path, { ...self, portBase }, orphans)
    const found = readLock(path)
    if (found && isAlive(found)) throw new AlreadyRunning(found)
    orphans = found?.children ?? orphans
    removeStale(path, found)
  }
  throw new StackError(`The lock ${path} cannot be taken: other processes keep taking it.`, 'npm run stack -- status')
}

function lockOf(path: string, owner: Omit<LockRecord, 'children'>, orphans: readonly ChildRecord[]): StackLock {
  return {
    orphans,
    record: (children) => {
      const part = `${path}.${process.pid}.part`
      writeFileSync(part, JSON.stringify({ ...owner, children }))
      renameSync(part, path)
    },
    release: () => rmSync(path, { force: true }),
  }
}

/** True if the lock is ours now. Linking makes it appear with its content, or not at all. */
function createLock(path: string, record: LockRecord): boolean {
  const part = `${path}.${process.pid}.new`
  writeFileSync(part, JSON.stringify(record))
  try {
    linkSync(part, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(part, { force: true })
  }
}

/** Moves a dead owner's lock away; puts it back if, in between, somebody else has taken it over. */
function removeStale(path: string, stale: LockRecord | undefined): void {
  const aside = `${path}.${process.pid}.stale`
  try {
    renameSync(path, aside)
    const moved = readLock(aside)
    if (moved && moved.pid !== stale?.pid && isAlive(moved)) linkSync(aside, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

function readLock(path: string): LockRecord | undefined {
  const text = readIfThere(path)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as LockRecord
  } catch {
    return undefined
  }
}
