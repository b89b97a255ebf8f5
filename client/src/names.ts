import {
  isServiceName,
  PROGRAMS,
  type ProgramName,
  SERVICES,
  type ServiceName,
  servicesWithout,
} from '@bistro/services'

export { PROGRAMS, type ProgramName, SERVICES, type ServiceName, servicesWithout }

export const EXTERNALS = ['psp', 'carrier', 'mail'] as const
export type ExternalName = (typeof EXTERNALS)[number]

/** The brokers of a cluster in the order of their node ids; the first is the controller, and the only one unless BISTRO_BROKERS=3. */
export const BROKERS = ['kafka', 'kafka-2', 'kafka-3'] as const
export type BrokerName = (typeof BROKERS)[number]

export type PostgresName = `postgres-${ProgramName}`
/** `memory` is the one process of memory mode, in place of broker, registry, externals, services and gateway. */
export type PartName = PostgresName | BrokerName | 'registry' | 'memory' | ExternalName | ProgramName
/** A further process of a service, beside the one that has the service's name: `order-2`. */
export type ReplicaName = `${ServiceName}-${number}`
export type ProcessName = PartName | ReplicaName

/** Every part of a stack, in the order in which they are shown; they are stopped in the reverse order. */
export const PROCESS_NAMES: readonly PartName[] = [
  ...PROGRAMS.map((program): PostgresName => `postgres-${program}`),
  ...BROKERS,
  'registry',
  'memory',
  ...EXTERNALS,
  ...PROGRAMS,
]

const isPartName = (name: string): name is PartName => (PROCESS_NAMES as readonly string[]).includes(name)

export const isProcessName = (name: string): name is ProcessName => isPartName(name) || replicaIn(name) !== undefined

/** The first process of a service has its name, the second `order-2`. */
export const processOf = (service: ServiceName, number: number): ServiceName | ReplicaName =>
  number === 1 ? service : `${service}-${number}`

const REPLICA = /^([a-z]+)-([2-9]|[1-9]\d+)$/

/** Of which service a further process is, and the how manieth; undefined for any other name. */
export function replicaIn(name: string): { readonly service: ServiceName; readonly number: number } | undefined {
  const [, service = '', number] = REPLICA.exec(name) ?? []
  return isServiceName(service) ? { service, number: Number(number) } : undefined
}

/** Of which service a process is, its first or a further one; undefined for any other name. */
export const serviceIn = (name: string): ServiceName | undefined =>
  isServiceName(name) ? name : replicaIn(name)?.service
