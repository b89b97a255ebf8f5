import type { FaultPlan } from './plan.ts'

/** Exit status of a process that an injected crash has ended: whoever watches it starts it again. */
export const INJECTED_CRASH_STATUS = 86

interface Known {
  readonly name: string
  readonly what: string
}

/** How a running process is broken on purpose, and mended. */
export interface FaultControl {
  /** What can be broken in this service. */
  readonly known: { readonly faults: readonly Known[]; readonly safetyNets: readonly Known[] }
  /** What is broken now. */
  readonly plan: FaultPlan
  /** Breaks this, and mends everything else, at once. */
  set(plan: FaultPlan): void
}

/** What is broken, in a few words; empty if nothing is. */
export const brokenIn = ({ faults, withoutSafetyNets }: FaultPlan): readonly string[] => [
  ...faults.map(({ name, rate }) => `${name} at a rate of ${rate}`),
  ...withoutSafetyNets.map((name) => `safety net out: ${name}`),
]
