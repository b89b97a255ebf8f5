import type { Service } from '@bistro/kit'
import { forEachService, type ServiceName } from '@bistro/services'
import { definitionOf, loadApplications } from '@bistro/services/definitions'

const programs = await loadApplications()

/** All services with their routes, to be read and not to be run. */
export const applications = forEachService((name) => definitionOf(programs[name]))

/** All services as values. */
export const services: Readonly<Record<ServiceName, Service>> = forEachService((name) => applications[name].service)
