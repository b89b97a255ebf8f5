import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FIXTURES } from './fixtures.ts'

const LOCK = 'lock.json'

/** SHA-256 in hex of each frozen file, by its path below `fixtures/`. */
export type Lock = Readonly<Record<string, string>>

/** A fault of a fixture; `text` says what to do. */
export interface LockFault {
  readonly owner: string
  readonly text: string
}

export const lockPath = (directory: string): string => join(directory, LOCK)

export const readLock = (directory = FIXTURES): Lock => {
  const file = lockPath(directory)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Lock) : {}
}

export const hashOf = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')

/** Frozen fixtures that were changed or removed, and files that are not in the lock. */
export function lockFaults(directory = FIXTURES): LockFault[] {
  const lock = readLock(directory)
  const present = globSync('*/*/v*.{json,avro}', { cwd: directory }).sort()
  return [
    ...Object.entries(lock).flatMap(([path, hash]) => frozenFault(directory, path, hash)),
    ...present.filter((path) => !(path in lock)).map((path) => fault(path, NOT_FROZEN)),
  ]
}

function frozenFault(directory: string, path: string, hash: string): LockFault[] {
  const file = join(directory, path)
  if (!existsSync(file)) return [fault(path, `was removed. ${KEPT} ${restore(path)}`)]
  return hashOf(readFileSync(file)) === hash ? [] : [fault(path, `was changed by hand. ${KEPT} ${restore(path)}`)]
}

const KEPT = 'Such messages are on the topic for ever, and every consumer must go on reading them.'

const NOT_FROZEN = `is not in ${LOCK}: fixtures are made by their service's own decide. Remove it and type: npm run generate`

const restore = (path: string): string =>
  `Type: git checkout -- libs/events/fixtures/${path}   (a change of the event is a new version of its schema)`

function fault(path: string, what: string): LockFault {
  const [owner = '', type, file] = path.split('/')
  return { owner, text: `${owner}: ${type}: the fixture ${file} ${what}` }
}
