import { PROGRAMS, type ProgramName, SERVICES, type ServiceName } from '@bistro/services'

export { PROGRAMS, type ProgramName, SERVICES, type ServiceName }

export const EXTERNALS = ['psp', 'carrier'] as const
export type ExternalName = (typeof EXTERNALS)[number]

export type PostgresName = `postgres-${ProgramName}`
/** `memory` is the one process of memory mode, in place of broker, registry, externals, services and gateway. */
export type ProcessName = PostgresName | 'kafka' | 'registry' | 'memory' | ExternalName | ProgramName

/** Every process of a stack, in the order in which they are shown; they are stopped in the reverse order. */
export const PROCESS_NAMES: readonly ProcessName[] = [
  ...PROGRAMS.map((program): PostgresName => `postgres-${program}`),
  'kafka',
  'registry',
  'memory',
  ...EXTERNALS,
  ...PROGRAMS,
]

export const isProcessName = (name: string): name is ProcessName => (PROCESS_NAMES as readonly string[]).includes(name)
