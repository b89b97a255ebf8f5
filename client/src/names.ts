/** The services in the order of their ports. */
export const SERVICES = ['customer', 'reservation', 'order', 'payment', 'shipping'] as const
export type ServiceName = (typeof SERVICES)[number]

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
