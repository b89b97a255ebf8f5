import { mkdirSync } from 'node:fs'
import { readIfThere, writePrivateFile } from '@bistro/stack'
import type { Snapshot } from './changes.ts'
import type { CopyPaths } from './places.ts'

/** What the runner knows of a copy. */
export interface CopyRecord {
  /** Folder of the lab. */
  readonly lab: string
  /** Where the runner is, and the labs with their solutions. */
  readonly clone: string
  readonly madeAt: string
  /** The files as the learner got them. */
  readonly start: Snapshot
  /** As they were when what runs was started. */
  readonly running?: Snapshot
  /** Its stack listens there again if it can. */
  readonly portBase?: number
}

export function readRecord({ record }: CopyPaths): CopyRecord | undefined {
  const text = readIfThere(record)
  return text === undefined ? undefined : (JSON.parse(text) as CopyRecord)
}

export function writeRecord({ own, record }: CopyPaths, content: CopyRecord): void {
  mkdirSync(own, { recursive: true })
  writePrivateFile(record, JSON.stringify(content))
}
