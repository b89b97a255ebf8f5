import { RUNTIME_BREAKS } from '@bistro/kit/faults'
import { SERVICES } from '@bistro/services'
import { SAFETY_NETS, type SafetyNets } from './safety-nets.ts'
import { breaksOf } from './services.ts'

/** A safety net that can be removed, to show what it prevents. */
export interface Break {
  readonly what: string
  readonly nets: SafetyNets
}

const { services } = SAFETY_NETS

const ofRuntime = Object.entries(RUNTIME_BREAKS).map(([name, { what, nets }]): [string, Break] => [
  name,
  { what, nets: { ...SAFETY_NETS, ...nets } },
])

const ofServices = SERVICES.flatMap((service) =>
  Object.entries(breaksOf(service)).map(([name, { what, nets, changed }]): [string, Break] => {
    const own = changed?.(services[service]) ?? services[service]
    return [name, { what, nets: { ...SAFETY_NETS, ...nets, services: { ...services, [service]: own } } }]
  }),
)

/** The same names, and the same code, as `PUT /faults` takes on a real stack. */
export const BREAKS: Readonly<Record<string, Break>> = Object.fromEntries([...ofRuntime, ...ofServices])
