import { Random } from '@bistro/kit/faults'
import type { Codec } from '@bistro/kit/runtime'
import type { Violation } from '@bistro/oracle'
import { checkEnd } from './checks/end.ts'
import { watchLog } from './checks/moment.ts'
import { FAULT_NAMES, type Fault, Faults, type Injected } from './faults.ts'
import { Guests } from './guests.ts'
import { BEGINNING_MS } from './machine/agenda.ts'
import { passThrough } from './machine/codec.ts'
import { Trace, type TraceLine } from './machine/trace.ts'
import { type Plan, planOf } from './plan.ts'
import { isAtRest, QUIET_MS } from './rest.ts'
import { SAFETY_NETS, type SafetyNets } from './safety-nets.ts'
import { Simulation } from './simulation.ts'
import { troubleWith } from './trouble.ts'

export interface SimulationOptions {
  readonly seed: number
  readonly sagas: number
  readonly faults?: readonly Fault[]
  readonly nets?: SafetyNets
  /** Another course of the same plan: 0, 1, 2 … */
  readonly course?: number
  /** Indexes of the faults that are left out of this run. */
  readonly spared?: ReadonlySet<number>
  /** Replaces the plan that follows from the seed. */
  readonly plan?: Plan
  readonly codec?: Codec
  /** Keeps the lines of the trace, not only its hash. */
  readonly trace?: boolean
}

export interface SimulationResult {
  readonly hash: string
  readonly violations: readonly Violation[]
  /** One per guest. */
  readonly endings: readonly string[]
  readonly injected: readonly Injected[]
  readonly steps: number
  readonly events: number
  readonly lines: readonly TraceLine[]
}

/** A run that is not at rest after this time never will be. */
const VIRTUAL_LIMIT_MS = 40 * 60_000

/** Simulates one run. The same options give the same run, byte for byte. The run ends at its first violation. */
export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  const {
    seed,
    sagas,
    faults = FAULT_NAMES,
    nets = SAFETY_NETS,
    course = 0,
    spared = new Set(),
    codec = passThrough,
  } = options
  const plan = options.plan ?? planOf(seed, sagas)
  const trace = new Trace(options.trace ?? false)
  const injects = new Faults(new Random(seed, course, 0xfa_17), faults, spared)
  const simulation = new Simulation({ random: new Random(seed, course), faults: injects, trace, nets, codec })
  const guests = new Guests(simulation, plan)
  troubleWith(simulation)
  const steps = await play(simulation)
  if (simulation.violations.length === 0) {
    simulation.note('end', 'the run is at rest: no work is left')
    await checkEnd(simulation)
  }
  return {
    hash: trace.hash,
    violations: simulation.violations,
    endings: plan.guests.map((guest) => guests.endingOf(guest)),
    injected: injects.injected,
    steps,
    events: [...simulation.books.streams.values()].reduce((sum, { length }) => sum + length, 0),
    lines: trace.lines,
  }
}

/** Runs the agenda until the simulation is at rest. @returns the number of entries that were run */
export async function play(simulation: Simulation): Promise<number> {
  const { agenda } = simulation
  void simulation.start()
  let steps = 0
  for (let count = agenda.run(); count > 0; count = agenda.run()) {
    await settled()
    steps += count
    watchLog(simulation)
    const isOver = agenda.nowMs - BEGINNING_MS > VIRTUAL_LIMIT_MS
    if (isOver || simulation.violations.length > 0) {
      simulation.note(
        'end',
        isOver ? 'the time limit is reached, but the run is not at rest' : 'an invariant is violated',
      )
      return steps
    }
    if (agenda.nowMs - agenda.stirredMs > QUIET_MS && (await isAtRest(simulation))) return steps
  }
  return steps
}

/** All promises wait only for the agenda: at the next turn of the event loop, every promise that could continue has done so. */
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
