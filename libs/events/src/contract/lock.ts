import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FIXTURES } from './fixtures.ts'

const LOCK = 'lock.json'

/** SHA-256 in hex of each file that is frozen, by its path below `fixtures/`. */
export type Lock = Readonly<Record<string, string>>

export const readLock = (directory = FIXTURES): Lock => {
  const file = join(directory, LOCK)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Lock) : {}
}

export const lockPath = (directory: string): string => join(directory, LOCK)

export const hashOf = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')

/** What is no longer as it was frozen, each in a sentence that says what to do. */
export function lockFaults(directory = FIXTURES): string[] {
  const lock = readLock(directory)
  const present = globSync('*/*/v*.*', { cwd: directory }).sort()
  return [
    ...Object.entries(lock).flatMap(([path, hash]) => frozenFault(directory, path, hash)),
    ...present.filter((path) => !(path in lock)).map(notFrozen),
  ]
}

function frozenFault(directory: string, path: string, hash: string): string[] {
  const file = join(directory, path)
  if (!existsSync(file)) return [`${where(path)} was removed. ${KEPT} ${restore(path)}`]
  return hashOf(readFileSync(file)) === hash ? [] : [`${where(path)} was changed by hand. ${KEPT} ${restore(path)}`]
}

const KEPT = 'Such messages are on the topic for ever, and every consumer must go on reading them.'

const where = (path: string): string => {
  const [owner, type, file] = path.split('/')
  return `${owner}: ${type}: the fixture ${file}`
}

const restore = (path: string): string =>
  `Type: git checkout -- libs/events/fixtures/${path}   A change of the event is a new version: npm run generate.`

const notFrozen = (path: string): string =>
  `${where(path)} is not in ${LOCK}: fixtures are made by their service's own decide. Remove it and type: npm run generate`
