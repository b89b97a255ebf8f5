export { type Break, type Breaks, RUNTIME_BREAKS } from './breaks.ts'
export { brokenIn, type FaultControl, INJECTED_CRASH_STATUS } from './control.ts'
export { deafTo, deciding, statusOf } from './definitions.ts'
export { AT_ONCE, type Faulty, type Pace, type Time } from './faulty.ts'
export { keyOf } from './keys.ts'
export { Life } from './life.ts'
export { Memory } from './memory.ts'
export { type Crash, type Decisions, PORT_FAULT_NAMES, PORT_FAULTS, type PortFault } from './names.ts'
export { faultyPorts, mortalEffects } from './parts.ts'
export {
  type FaultPlan,
  NOTHING_BROKEN,
  PlannedDecisions,
  type PlannedFault,
  withRates,
} from './plan.ts'
export { Random } from './random.ts'
export { ALL_NETS, type SafetyNets } from './safety-nets.ts'
export { type Hands, through } from './through.ts'
