import type { Service } from '@bistro/kit'
import type { Breaks } from '@bistro/kit/faults'
import { forEachService, type ServiceName } from '@bistro/services'
import { definitionOf, loadApplications } from '@bistro/services/definitions'

/** The services as they are in production, with production's own times. */
export type Services = Readonly<Record<ServiceName, Service>>

const programs = await loadApplications()

export const realServices = (): Services => forEachService((name) => definitionOf(programs[name]).service)

/** The safety nets of a service's own that can be removed. */
export const breaksOf = (name: ServiceName): Breaks => programs[name].breaks ?? {}
