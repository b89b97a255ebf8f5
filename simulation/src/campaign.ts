import type { Fault } from './faults.ts'
import type { SafetyNets } from './safety-nets.ts'
import { type SimulationOptions, type SimulationResult, simulate } from './simulate.ts'

export interface CampaignOptions {
  readonly firstSeed: number
  readonly runs: number
  readonly sagas: number
  readonly faults: readonly Fault[]
  readonly nets: SafetyNets
  onRun?(soFar: Campaign): void
}

/** Many runs, one seed after the other, until one fails. */
export interface Campaign {
  runs: number
  sagas: number
  steps: number
  events: number
  readonly endings: Map<string, number>
  readonly faults: Map<string, number>
  failure: { readonly options: SimulationOptions; readonly result: SimulationResult } | undefined
}

export async function campaign(options: CampaignOptions): Promise<Campaign> {
  const { firstSeed, runs, sagas, faults, nets, onRun } = options
  const soFar: Campaign = {
    ...{ runs: 0, sagas: 0, steps: 0, events: 0, failure: undefined },
    endings: new Map(),
    faults: new Map(),
  }
  for (let seed = firstSeed; seed < firstSeed + runs && !soFar.failure; seed += 1) {
    const run: SimulationOptions = { seed, sagas, faults, nets }
    const result = await simulate(run)
    add(soFar, result, sagas)
    if (result.violations.length > 0) soFar.failure = { options: run, result }
    onRun?.(soFar)
  }
  return soFar
}

function add(soFar: Campaign, { endings, injected, steps, events }: SimulationResult, sagas: number): void {
  soFar.runs += 1
  soFar.sagas += sagas
  soFar.steps += steps
  soFar.events += events
  for (const ending of endings) soFar.endings.set(ending, 1 + (soFar.endings.get(ending) ?? 0))
  for (const { fault } of injected) soFar.faults.set(fault, 1 + (soFar.faults.get(fault) ?? 0))
}
