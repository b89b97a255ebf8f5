import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { FaultPlan } from '../../faults/index.ts'

/** What outlives a crash: otherwise the first injected crash would end the faults. */
export interface Kept {
  readonly plan: FaultPlan
  /** How many injected crashes there were. */
  readonly crashes: number
}

/** Undefined where there is no such file. @param path empty: nothing is kept */
export function readKept(path: string): Kept | undefined {
  if (path === '') return undefined
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Kept
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Whole or not at all: the process may die at any moment. */
export function keep(path: string, kept: Kept): void {
  if (path === '') return
  mkdirSync(dirname(path), { recursive: true })
  const part = `${path}.part`
  writeFileSync(part, JSON.stringify(kept))
  renameSync(part, path)
}
