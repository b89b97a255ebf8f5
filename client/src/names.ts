import { PROGRAMS, type ProgramName, SERVICES, type ServiceName } from '@bistro/services'

export { PROGRAMS, type ProgramName, SERVICES, type ServiceName }

export const EXTERNALS = ['psp', 'carrier'] as const
export type ExternalName = (typeof EXTERNALS)[number]

/** The brokers of a cluster in the order of their node ids; the first is the controller, and the only one unless BISTRO_BROKERS=3. */
export const BROKERS = ['kafka', 'kafka-2', 'kafka-3'] as const
export type BrokerName = (typeof BROKERS)[number]

export type PostgresName = `postgres-${ProgramName}`
/** `memory` is the one process of memory mode, in place of broker, registry, externals, services and gateway. */
export type ProcessName = PostgresName | BrokerName | 'registry' | 'memory' | ExternalName | ProgramName

/** Every process of a stack, in the order in which they are shown; they are stopped in the reverse order. */
export const PROCESS_NAMES: readonly ProcessName[] = [
  ...PROGRAMS.map((program): PostgresName => `postgres-${program}`),
  ...BROKERS,
  'registry',
  'memory',
  ...EXTERNALS,
  ...PROGRAMS,
]

export const isProcessName = (name: string): name is ProcessName => (PROCESS_NAMES as readonly string[]).includes(name)
