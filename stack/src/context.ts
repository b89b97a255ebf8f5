import { Aborted } from '@bistro/client/errors'
import type { ProcessName } from '@bistro/client/names'
import type { DataPaths } from './paths.ts'
import type { Progress } from './progress.ts'
import type { Secrets } from './secrets.ts'
import type { Settings } from './settings.ts'
import type { Supervisor } from './supervisor.ts'

/** Flags by process. */
export type Flags = Readonly<Partial<Record<ProcessName, readonly string[]>>>

/** What every part needs to know about the stack that it is a part of. */
export interface StackContext {
  readonly paths: DataPaths
  readonly portBase: number
  readonly secrets: Secrets
  readonly settings: Settings
  readonly flags: Flags
  readonly supervisor: Supervisor
  readonly progress: Progress
  /** Aborted when the start is given up. */
  readonly signal: AbortSignal
  /** Gives the start up: what has been begun ends soon. */
  readonly giveUp: () => void
}

/**
 * Does steps of a start side by side. When one fails the start is given up, but the others are waited for: nothing
 * may still be at work on parts that are being stopped. Throws what the first to fail has thrown, whatever was given up for it.
 */
export async function together(context: Pick<StackContext, 'giveUp'>, steps: readonly Promise<void>[]): Promise<void> {
  const failures: unknown[] = []
  const guarded = steps.map((step) =>
    step.catch((error: unknown) => {
      failures.push(error)
      context.giveUp()
    }),
  )
  await Promise.all(guarded)
  if (failures.length > 0) throw failures.find((failure) => !(failure instanceof Aborted)) ?? failures[0]
}
