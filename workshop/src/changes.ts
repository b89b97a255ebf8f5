import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesIn } from './files.ts'

/** What every file of a copy contains, by its path: a hash. */
export type Snapshot = Readonly<Record<string, string>>

const NOT_SOURCES = /^(node_modules|\.git|\.bistro.*)$/
const HASH_CHARACTERS = 16
const SERVICE = /^services\/[a-z]+\/src\/service\.ts$/
const TOPICS = /subscribes: \[[^\]]*\]|topic: .*/g
/** Behind the path of a file that says which topics a service reads and writes. */
const TOPICS_PART = '#topics'

export const snapshotOf = (root: string): Snapshot =>
  Object.fromEntries(filesIn(root, NOT_SOURCES).flatMap((path) => partsOf(path, readFileSync(join(root, path)))))

/** What a service reads is a part of its own: the stack gives it the rights. */
function partsOf(path: string, content: Buffer): (readonly [part: string, hash: string])[] {
  const whole = [path, hashOf(content)] as const
  if (!SERVICE.test(path)) return [whole]
  return [whole, [`${path}${TOPICS_PART}`, hashOf((content.toString().match(TOPICS) ?? []).join())]]
}

export const hashOf = (content: string | Buffer): string =>
  createHash('sha256').update(content).digest('hex').slice(0, HASH_CHARACTERS)

/** The files, and parts of them, that are different, new or gone. */
export const changedBetween = (before: Snapshot, after: Snapshot): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((path) => before[path] !== after[path]).sort()

/** The same, files only. */
export const filesChanged = (before: Snapshot, after: Snapshot): string[] =>
  changedBetween(before, after).filter(isFile)

/** Whether a name in a snapshot is that of a file, not of a part of one. */
export const isFile = (name: string): boolean => !name.endsWith(TOPICS_PART)
