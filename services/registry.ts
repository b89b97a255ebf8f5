interface Registered {
  /** Above the base, where its routes are. */
  readonly port: number
}

/**
 * The services of the system, each a folder beside this file, in the order of their ports: 1 to 6, then 7 to 9 for those
 * that a team adds. Topics, users, databases, containers, documents and simulation follow from this list and from what the
 * folders define.
 */
const REGISTRY = {
  customer: { port: 1 },
  reservation: { port: 2 },
  order: { port: 3 },
  payment: { port: 4 },
  shipping: { port: 5 },
  notification: { port: 6 },
} as const satisfies Readonly<Record<string, Registered>>

/**
 * Programs beside the services: each has a database of its own, reads topics and publishes nothing. The saga knows nothing
 * of them.
 */
const BESIDE = { gateway: { port: 0 } } as const satisfies Readonly<Record<string, Registered>>

export type ServiceName = keyof typeof REGISTRY
/** A service, or a program beside them. */
export type ProgramName = ServiceName | keyof typeof BESIDE

export const isServiceName = (name: string): name is ServiceName => Object.hasOwn(REGISTRY, name)

export const SERVICES: readonly ServiceName[] = Object.keys(REGISTRY).filter(isServiceName)

/** Services first. */
export const PROGRAMS: readonly ProgramName[] = [...SERVICES, 'gateway']

/** Where its routes are, above the base. */
export const portOffset = (program: ProgramName): number => ({ ...REGISTRY, ...BESIDE })[program].port

/** Where its database is, above the base: from 17 on other things have ports too. */
export const databaseOffset = (program: ProgramName): number =>
  DATABASES[portOffset(program)] ?? portOffset(program) + 10

const DATABASES: Readonly<Record<number, number>> = { 7: 18, 8: 19, 9: 25 }

/** What the saga can do without, and a stack may leave out. */
export const LEAVABLE: ServiceName = 'notification'

/** The services of a system that leaves some out. */
export const servicesWithout = (left: readonly ServiceName[] = []): readonly ServiceName[] =>
  SERVICES.filter((service) => !left.includes(service))

/** Something of each service, by name. */
export const forEachService = <T>(of: (service: ServiceName) => T): Readonly<Record<ServiceName, T>> =>
  complete(SERVICES.map((service) => [service, of(service)]))

/** The same of what takes its time, all at once. */
export const forEachServiceAtOnce = async <T>(
  of: (service: ServiceName) => Promise<T>,
): Promise<Readonly<Record<ServiceName, T>>> =>
  complete(await Promise.all(SERVICES.map(async (service): Promise<[string, T]> => [service, await of(service)])))

function complete<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<ServiceName, T>> {
  const all: Readonly<Record<string, T>> = Object.fromEntries(entries)
  if (!isComplete(all)) throw new Error('a service has no entry')
  return all
}

const isComplete = <T>(all: Readonly<Record<string, T>>): all is Readonly<Record<ServiceName, T>> =>
  SERVICES.every((service) => Object.hasOwn(all, service))
