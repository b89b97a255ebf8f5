import { SERVICES, type ServiceName } from '@bistro/services'

export { SERVICES, type ServiceName }

export const EXTERNALS = ['psp', 'carrier'] as const
export type ExternalName = (typeof EXTERNALS)[number]

export type PostgresName = `postgres-${ServiceName}`
/** `memory` is the one process of memory mode, in place of broker, registry, externals and services. */
export type ProcessName = PostgresName | 'kafka' | 'registry' | 'memory' | ExternalName | ServiceName

/** Every process of a stack, in the order in which they are shown; they are stopped in the reverse order. */
export const PROCESS_NAMES: readonly ProcessName[] = [
  ...SERVICES.map((service): PostgresName => `postgres-${service}`),
  'kafka',
  'registry',
  'memory',
  ...EXTERNALS,
  ...SERVICES,
]

export const isProcessName = (name: string): name is ProcessName => (PROCESS_NAMES as readonly string[]).includes(name)
