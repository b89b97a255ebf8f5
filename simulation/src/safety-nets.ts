import { ALL_NETS, type SafetyNets as RuntimeNets } from '@bistro/kit/faults'
import { realServices, type Services } from './services.ts'

/** The safety nets of a simulation. Production has all of them (`SAFETY_NETS`); each break in `breaks.ts` removes one. */
export interface SafetyNets extends RuntimeNets {
  readonly services: Services
}

export const SAFETY_NETS: SafetyNets = { ...ALL_NETS, services: realServices() }
