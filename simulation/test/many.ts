import { expect } from 'vitest'
import { inWords } from '../src/report/timeline.ts'
import { type SimulationOptions, type SimulationResult, simulate } from '../src/simulate.ts'

/** Runs with seeds 1, 2, 3 …, none of which may violate anything. */
export async function runMany(runs: number, options: Omit<SimulationOptions, 'seed'>): Promise<SimulationResult[]> {
  const results: SimulationResult[] = []
  for (let seed = 1; seed <= runs; seed += 1) {
    const result = await simulate({ ...options, seed })
    expect(result.violations.map(inWords), `npm run sim -- --seed ${seed} --sagas ${options.sagas}`).toEqual([])
    results.push(result)
  }
  return results
}

/** Every ending that occurred, without what happened on the way. */
export const endingsOf = (results: readonly SimulationResult[]): Set<string> =>
  new Set(results.flatMap(({ endings }) => endings))
