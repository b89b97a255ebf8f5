import type { Faults } from '@bistro/gateway/contract'
import { type ApiRequest, path } from '../../api/request.ts'
import type { Plan } from './scenarios.ts'

type Breakable = NonNullable<Faults['known']>['faults'][number]

/** One request for each service. Faults and nets that a service does not have are left out for it. */
export const breakEach = (services: readonly string[], plan: Plan, known: NonNullable<Faults['known']>): ApiRequest[] =>
  services.map((service) => ({
    method: 'PUT',
    path: path`/api/${service}/faults`,
    body: {
      seed: plan.seed,
      faults: plan.faults.filter(({ name }) => appliesTo(known.faults, name, service)),
      withoutSafetyNets: plan.withoutSafetyNets.filter((name) => appliesTo(known.safetyNets, name, service)),
    },
    asOperator: true,
  }))

export const mendEach = (services: readonly string[]): ApiRequest[] =>
  services.map((service) => ({ method: 'DELETE', path: path`/api/${service}/faults`, asOperator: true }))

function appliesTo(list: readonly Breakable[], name: string, service: string): boolean {
  const known = list.find((one) => one.name === name)
  return known !== undefined && (known.services?.includes(service) ?? true)
}

/** What is broken now, as the form shows it: one service's, or what all have where all are the same. */
export function planOf(faults: Faults, service: string | undefined): Plan {
  const set = faults.services.filter((one) => service === undefined || one.service === service)
  const [first] = set
  return first ?? { seed: 1, faults: [], withoutSafetyNets: [] }
}
