import { setTimeout as delay } from 'node:timers/promises'
import type { Contender } from './bench.ts'
import { amongOthers } from './machine.ts'
import type { Run } from './result.ts'

/** A run counts as quiet while others keep no more of the machine busy than this. */
export const QUIET_CORES = 0.2
const BREATH_MS = 1_000
/** A run that others have spoiled is repeated, so often in all. */
const SPARE_RUNS_PER_CONTENDER = 1

export type Told = (contender: string, run: Run) => void

/** Runs the contenders by turns (A B A B ...), so that whatever changes meanwhile meets them all. */
export async function interleave(
  contenders: readonly Contender[],
  repeats: number,
  told: Told,
): Promise<{ name: string; runs: Run[] }[]> {
  for (const contender of contenders) await contender.warmUp?.()
  const kept = contenders.map((contender) => ({
    contender,
    runs: [] as Run[],
    spare: repeats > 1 ? SPARE_RUNS_PER_CONTENDER : 0,
  }))
  for (let round = 1; round <= repeats; round++)
    for (const one of kept) {
      if (one.contender.isOnlyLast && round < repeats) continue
      const runs = await runsOf(one.contender, round, one.spare, told)
      one.spare -= runs.length - 1
      one.runs.push(...runs)
    }
  return kept.map(({ contender, runs }) => ({ name: contender.name, runs }))
}

async function runsOf(contender: Contender, round: number, spare: number, told: Told): Promise<Run[]> {
  const runs: Run[] = []
  do {
    await delay(BREATH_MS)
    const { done: figures, foreignCores } = await amongOthers(() => contender.run())
    const run = { round, foreignCores, figures }
    told(contender.name, run)
    runs.push(run)
  } while (runs.length <= spare && (runs.at(-1)?.foreignCores ?? 0) > QUIET_CORES)
  return runs
}
