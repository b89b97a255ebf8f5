import { type Crash, type Decisions, PORT_FAULT_NAMES, type PortFault } from './names.ts'
import { Random } from './random.ts'

const RATE = 0.1
const RATE_OF_CRASHES = 0.02

/** A fault that is injected from now on. */
export interface PlannedFault {
  readonly name: PortFault
  /** Probability at each opportunity, 0 to 1. */
  readonly rate?: number
  /** At most this long. */
  readonly ms?: number
}

/** What is broken on purpose. */
export interface FaultPlan {
  readonly seed: number
  readonly faults: readonly PlannedFault[]
  /** Names of breaks. */
  readonly withoutSafetyNets: readonly string[]
}

export const NOTHING_BROKEN: FaultPlan = { seed: 1, faults: [], withoutSafetyNets: [] }

const isCrash = (name: PortFault): name is Crash => name.startsWith('crash')

/** The same plan with the rates that are not given. */
export const withRates = (plan: FaultPlan): FaultPlan => ({
  ...plan,
  faults: plan.faults.map((fault) => ({
    ...fault,
    rate: fault.rate ?? (isCrash(fault.name) ? RATE_OF_CRASHES : RATE),
  })),
})

interface Set extends PlannedFault {
  readonly random: Random
}

/**
 * Decides as a plan says. Each fault draws from a sequence of its own, which follows from the seed and from the number
 * of crashes before: otherwise a process would die again and again at the same opportunity.
 */
export class PlannedDecisions implements Decisions {
  readonly #set: ReadonlyMap<PortFault, Set>
  readonly #onInjected: (fault: PortFault) => void

  constructor(plan: FaultPlan, crashes: number, onInjected: (fault: PortFault) => void) {
    this.#onInjected = onInjected
    this.#set = new Map(
      plan.faults.map((fault) => [
        fault.name,
        { ...fault, random: new Random(plan.seed, crashes, PORT_FAULT_NAMES.indexOf(fault.name)) },
      ]),
    )
  }

  injects(fault: PortFault, usual: number): boolean {
    const set = this.#set.get(fault)
    if (!set?.random.chance(set.rate ?? usual)) return false
    this.#onInjected(fault)
    return true
  }

  mostMs(fault: PortFault, usual: number): number {
    return this.#set.get(fault)?.ms ?? usual
  }
}
