import { cpus, release, totalmem, type } from 'node:os'
import { type MemorySpeed, memorySpeed } from './memory-speed.ts'
import { cpuSeconds, machineBusySeconds } from './processes.ts'

const BYTES_PER_GIB = 1024 ** 3
const MS_PER_SECOND = 1_000

/** The machine of the measurement. */
export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly memoryGib: number
  readonly system: string
  /** Absent from older results. */
  readonly memory?: MemorySpeed
}

export const thisMachine = (): Machine => ({
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryGib: Math.round(totalmem() / BYTES_PER_GIB),
  system: `${type()} ${release()}`,
  memory: memorySpeed(),
})

/** Does some work; returns also how many cores other processes kept busy: all busy time that is not of this bench. */
export async function amongOthers<Work>(work: () => Promise<Work>): Promise<{ done: Work; foreignCores: number }> {
  const before = usage()
  const done = await work()
  const after = usage()
  const foreignSeconds = after.busySeconds - before.busySeconds - (after.ownSeconds - before.ownSeconds)
  return { done, foreignCores: Math.max(0, (foreignSeconds * MS_PER_SECOND) / (after.atMs - before.atMs)) }
}

/** The CPU time of this process and all its descendants. */
const usage = () => ({
  atMs: performance.now(),
  busySeconds: machineBusySeconds(),
  ownSeconds: cpuSeconds([process.pid]),
})
