import { setTimeout as delay } from 'node:timers/promises'
import type { Subject } from './bench.ts'
import { amongOthers } from './machine.ts'
import type { Run } from './result.ts'

/** A run is quiet if other processes keep no more cores busy than this. */
export const QUIET_CORES = 0.2
const BREATH_MS = 1_000
/** A run disturbed by other processes is repeated, up to so many times in all. */
const SPARE_RUNS_PER_CONTENDER = 1

export type Told = (subject: string, run: Run) => void

/** Runs the subjects by turns (A B A B ...), so that a change of the machine's speed affects all of them. */
export async function interleave(
  subjects: readonly Subject[],
  repeats: number,
  told: Told,
): Promise<{ name: string; runs: Run[] }[]> {
  for (const subject of subjects) await subject.warmUp?.()
  const kept = subjects.map((subject) => ({
    subject,
    runs: [] as Run[],
    spare: repeats > 1 ? SPARE_RUNS_PER_CONTENDER : 0,
  }))
  for (let round = 1; round <= repeats; round++)
    for (const one of kept) {
      if (one.subject.isOnlyLast && round < repeats) continue
      const runs = await runsOf(one.subject, round, one.spare, told)
      one.spare -= runs.length - 1
      one.runs.push(...runs)
    }
  return kept.map(({ subject, runs }) => ({ name: subject.name, runs }))
}

async function runsOf(subject: Subject, round: number, spare: number, told: Told): Promise<Run[]> {
  const runs: Run[] = []
  do {
    await delay(BREATH_MS)
    const { done: figures, foreignCores } = await amongOthers(() => subject.run())
    const run = { round, foreignCores, figures }
    told(subject.name, run)
    runs.push(run)
  } while (runs.length <= spare && (runs.at(-1)?.foreignCores ?? 0) > QUIET_CORES)
  return runs
}
