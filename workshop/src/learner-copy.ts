import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { deleteData } from '@bistro/stack'
import { ROOT } from '@bistro/stack/paths'
import type { FoundLab } from './catalogue.ts'
import { filesChanged, hashOf, isFile, type Snapshot, snapshotOf } from './changes.ts'
import { copyWorkspace } from './copy.ts'
import { type CopyPaths, copyPaths } from './places.ts'
import { readRecord, writeRecord } from './record.ts'
import { putState, textsOf } from './states.ts'

/** What has become of the copy of a lab. */
export interface Prepared {
  readonly paths: CopyPaths
  /** `new`: made now; `resumed`: it was there. */
  readonly is: 'new' | 'resumed'
  /** The learner's changes in it. */
  readonly changed: readonly string[]
  /** The clone has changed since it was made. */
  readonly isOld: boolean
  /** Where what was there before is kept. */
  readonly keptIn?: string
}

/** The copy of a lab, ready for its stack to start: the one that is there, or a new one where that holds no work and is out of date. */
export function prepareCopy(place: string, found: FoundLab): Prepared {
  const paths = copyPaths(join(place, found.name))
  const record = readRecord(paths)
  if (!record) {
    const keptIn = existsSync(paths.root) ? keep(paths) : undefined
    return { ...makeCopy(place, found), ...(keptIn && { keptIn }) }
  }
  const changed = changesIn(paths, record.start)
  const isOld = isOutOfDate(found, record.start)
  if (changed.length === 0 && isOld) {
    remove(paths)
    return makeCopy(place, found)
  }
  return { paths, is: 'resumed', changed, isOld }
}

/** A new copy in place of the one that is there, which is kept if it holds the learner's work. Its stack must not run. */
export function renewCopy(place: string, found: FoundLab): Prepared {
  const paths = copyPaths(join(place, found.name))
  const keptIn = existsSync(paths.root) ? keepWork(paths) : undefined
  return { ...makeCopy(place, found), ...(keptIn && { keptIn }) }
}

/** The files that are not as the learner got them. */
export const changesIn = ({ root }: CopyPaths, start: Snapshot): string[] => filesChanged(start, snapshotOf(root))

function makeCopy(place: string, { name, folder }: FoundLab): Prepared {
  const paths = copyPaths(join(place, name))
  if (existsSync(paths.root)) throw new Error(`${paths.root} is there already`)
  mkdirSync(place, { recursive: true })
  copyWorkspace(paths.root, name)
  putState(folder, 'start', paths.root)
  writeRecord(paths, {
    ...{ lab: name, clone: ROOT, madeAt: new Date().toISOString() },
    start: snapshotOf(paths.root),
  })
  return { paths, is: 'new', changed: [], isOld: false }
}

/** Whether a copy that is made now would be another one. Files that only the learner has are none of its. */
function isOutOfDate({ folder }: FoundLab, start: Snapshot): boolean {
  const texts = textsOf(folder, 'start')
  const today = (path: string) => (texts.has(path) ? texts.get(path) : contentOf(join(ROOT, path)))
  return Object.keys(start)
    .filter(isFile)
    .some((path) => {
      const content = today(path)
      return content === undefined || hashOf(content) !== start[path]
    })
}

const contentOf = (file: string): Buffer | undefined => (existsSync(file) ? readFileSync(file) : undefined)

function keepWork(paths: CopyPaths): string | undefined {
  const record = readRecord(paths)
  if (!record || changesIn(paths, record.start).length > 0) return keep(paths)
  remove(paths)
  return undefined
}

/** Moves it aside, without the data of its stack. @returns where it is now */
function keep({ root, data }: CopyPaths): string {
  deleteData(data)
  const kept = join(dirname(root), `${root.slice(dirname(root).length + 1)}.${stamp()}`)
  renameSync(root, kept)
  return kept
}

function remove({ root, data }: CopyPaths): void {
  deleteData(data)
  rmSync(root, { recursive: true, force: true })
}

/** Now, as a part of a file's name. */
export const stamp = (): string => new Date().toISOString().slice(0, 19).replaceAll(':', '-')
